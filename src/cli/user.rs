//! `broadsheet user …`: accounts from the command line.

use std::io::Read;

use clap::{Args, Subcommand, ValueEnum};

use super::database;
use crate::accounts::store::{self, NewUser};
use crate::accounts::{Passwords, password, people};
use crate::audit::By;
use crate::config::Config;
use crate::content::vocabulary::Role;
use crate::content::{Faults, email};
use crate::db::{self, Conn};
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
    let mut conn = database::migrated(config)?;
    let now = Clock::system().now();
    let by = By::system("command line", now);
    match command {
        UserCommand::Create(create) => {
            let email = email::parse(create.account.email).map_err(|error| format!("--email {error}"))?;
            let mut faults = Faults::default();
            let name = faults.line("/name", Some(create.name), 100);
            let name = faults.finish(name).map_err(|_| "--name must be one line of 1 to 100 characters")?;
            let hash = hashed(&password_from_stdin()?)?;
            add(&mut conn, NewUser::new(&email, name, create.role.into(), hash, now), &by)?;
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
            let found = conn.write(|conn| people::set_disabled(conn, &account.email, true, &by));
            report(found, &account.email, "disabled")?;
        }
        UserCommand::Enable(account) => {
            let found = conn.write(|conn| people::set_disabled(conn, &account.email, false, &by));
            report(found, &account.email, "enabled")?;
        }
        UserCommand::SetPassword(new) => {
            let hash = hashed(&password_from_stdin()?)?;
            let found = conn.write(|conn| people::set_password(conn, &new.account.email, &hash, &by));
            report(found, &new.account.email, "changed the password of")?;
        }
    }
    Ok(())
}

/// Makes an account, and explains when the address has one.
fn add(conn: &mut Conn, user: NewUser, by: &By) -> Result<(), String> {
    let email = user.email.clone();
    conn.write(|conn| people::create(conn, user, by)).map(drop).map_err(|error: db::QueryError| {
        if db::violated(&error, "users", "email") {
            format!("there is an account with the address {email} already")
        } else {
            error.to_string()
        }
    })
}

fn report(found: db::QueryResult<bool>, email: &str, done: &str) -> Result<(), String> {
    match found {
        Ok(true) => {
            println!("{done} {}", store::canonical_email(email));
            Ok(())
        }
        Ok(false) => Err(format!("there is no account with the address {}", store::canonical_email(email))),
        Err(error) => Err(error.to_string()),
    }
}

fn password_from_stdin() -> Result<String, String> {
    let mut text = String::new();
    let read = std::io::stdin().take(64 * 1024).read_to_string(&mut text);
    read.map_err(|error| format!("the password cannot be read: {error}"))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn hashed(password: &str) -> Result<String, String> {
    password::check(password)?;
    Passwords::strong()?.hash(password)
}
