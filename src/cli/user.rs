//! `broadsheet user …`: accounts from the command line.

use std::io::Read;

use clap::{Args, Subcommand, ValueEnum};

use super::database;
use crate::Error;
use crate::accounts::store::{self, NewUser, User};
use crate::accounts::{Passwords, service};
use crate::audit::Attribution;
use crate::config::Config;
use crate::content::vocabulary::Role;
use crate::content::{Faults, email};
use crate::db::Conn;
use crate::http::Clock;

/// What can be done with accounts.
#[derive(Subcommand)]
pub enum UserCommand {
    /// Make an account
    Create(Create),
    /// List the accounts
    List,
    /// Let an account sign in no more
    Disable(Account),
    /// Let a disabled account sign in again
    Enable(Account),
    /// Give an account another role
    SetRole(NewRole),
    /// Replace an account's password
    SetPassword(NewPassword),
}

#[derive(Args)]
pub struct Account {
    /// The e-mail address it signs in with
    #[arg(long)]
    email: String,
}

#[derive(Args)]
pub struct Create {
    #[command(flatten)]
    account: Account,
    /// The person's name
    #[arg(long)]
    name: String,
    /// What it may do
    #[arg(long, value_enum)]
    role: RoleName,
    /// Read the password from the first line of standard input
    #[arg(long, required = true)]
    password_stdin: bool,
}

#[derive(Args)]
pub struct NewRole {
    #[command(flatten)]
    account: Account,
    /// What it may do
    #[arg(long, value_enum)]
    role: RoleName,
}

#[derive(Args)]
pub struct NewPassword {
    #[command(flatten)]
    account: Account,
    /// Read the password from the first line of standard input
    #[arg(long, required = true)]
    password_stdin: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    Reporter,
    Moderator,
    Editor,
    Admin,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Reporter => Self::Reporter,
            RoleName::Moderator => Self::Moderator,
            RoleName::Editor => Self::Editor,
            RoleName::Admin => Self::Admin,
        }
    }
}

/// Does it.
pub fn run(config: &Config, command: UserCommand) -> Result<(), String> {
    let mut conn = database::current(config)?;
    let now = Clock::system().now();
    let by = Attribution::system("command line", now);
    match command {
        UserCommand::Create(create) => {
            let email = email::parse(create.account.email).map_err(|error| format!("--email {error}"))?;
            let mut faults = Faults::default();
            let name = faults.line("/name", Some(create.name), 100);
            let name = faults.finish(name).map_err(|_| "--name must be one line of 1 to 100 characters")?;
            let hash = hashed(config, &password_from_stdin()?, &[&email, &name])?;
            let user = NewUser::new(&email, name, create.role.into(), hash, now);
            conn.write(|conn| service::create(conn, user, &by)).map_err(told)?;
            println!("made the account {}", store::canonical_email(&email));
        }
        UserCommand::List => {
            for user in store::list(&mut conn).map_err(|error| error.to_string())? {
                let role: &str = user.role.into();
                let state = if user.disabled_at.is_some() { "disabled" } else { "active" };
                println!("{}\t{}\t{role}\t{state}\t{}", user.id, user.email, user.name);
            }
        }
        UserCommand::Disable(account) => {
            change(&mut conn, &account.email, "disabled", &by, |user| Ok(user.disabled(true, now)))?;
        }
        UserCommand::Enable(account) => {
            change(&mut conn, &account.email, "enabled", &by, |user| Ok(user.disabled(false, now)))?;
        }
        UserCommand::SetRole(new) => {
            let role = new.role.into();
            change(&mut conn, &new.account.email, "changed the role of", &by, |user| {
                Ok(user.with_role(role))
            })?;
        }
        UserCommand::SetPassword(new) => {
            let password = password_from_stdin()?;
            change(&mut conn, &new.account.email, "changed the password of", &by, |user| {
                Ok(user.with_password(hashed(config, &password, &[&user.email, &user.name])?))
            })?;
        }
    }
    Ok(())
}

/// Changes the account with that address, and says so.
fn change(
    conn: &mut Conn,
    email: &str,
    done: &str,
    by: &Attribution,
    changed: impl FnOnce(&User) -> Result<User, String>,
) -> Result<(), String> {
    let email = store::canonical_email(email);
    let found = store::find_by_email(conn, &email).map_err(|error| error.to_string())?;
    let before = found.ok_or_else(|| format!("there is no account with the address {email}"))?;
    let after = changed(&before)?;
    conn.write(|conn| service::change(conn, &before, &after, by, None)).map_err(told)?;
    println!("{done} {email}");
    Ok(())
}

fn told(error: Error) -> String {
    error.failure().detail.clone()
}

fn password_from_stdin() -> Result<String, String> {
    let mut text = String::new();
    let read = std::io::stdin().take(64 * 1024).read_to_string(&mut text);
    read.map_err(|error| format!("the password cannot be read: {error}"))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn hashed(config: &Config, password: &str, owner: &[&str]) -> Result<String, String> {
    let passwords = Passwords::strong(config.password_min_length)?;
    passwords.check(password, owner).map_err(|error| format!("the password {error}"))?;
    passwords.hash(password)
}
