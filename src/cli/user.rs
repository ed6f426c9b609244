//! `broadsheet user …`: creates, lists and changes accounts.

use std::io::{self, IsTerminal, Read};

use clap::{Args, Subcommand, ValueEnum};

use super::database;
use crate::accounts::model::{NewUser, User};
use crate::accounts::{Passwords, service, store};
use crate::audit::Attribution;
use crate::config::Config;
use crate::content::vocabulary::Role;
use crate::content::{Faults, Time, email};
use crate::db::Conn;
use crate::http::Clock;

/// The commands on accounts.
#[derive(Subcommand)]
pub enum UserCommand {
    /// Create an account
    Create(Create),
    /// List all accounts
    List,
    /// Disable an account, so that it cannot sign in
    Disable(Account),
    /// Enable a disabled account
    Enable(Account),
    /// Change the role of an account
    SetRole(SetRole),
    /// Replace the password of an account
    SetPassword(SetPassword),
}

#[derive(Args)]
pub struct Account {
    /// The e-mail address of the account
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
    /// The role of the account
    #[arg(long, value_enum)]
    role: RoleName,
    /// Read the password from the first line of standard input. Without it the terminal asks for the password
    #[arg(long, required = !io::stdin().is_terminal())]
    password_stdin: bool,
}

#[derive(Args)]
pub struct SetRole {
    #[command(flatten)]
    account: Account,
    /// The new role of the account
    #[arg(long, value_enum)]
    role: RoleName,
}

#[derive(Args)]
pub struct SetPassword {
    #[command(flatten)]
    account: Account,
    /// Read the password from the first line of standard input. Without it the terminal asks for the password
    #[arg(long, required = !io::stdin().is_terminal())]
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

/// Runs the command.
pub fn run(config: &Config, command: UserCommand) -> Result<(), String> {
    let mut conn = database::connect_up_to_date(config)?;
    let conn = &mut conn;
    let now = Clock::system().now();
    match command {
        UserCommand::Create(arguments) => create(conn, config, arguments, now),
        UserCommand::List => list(conn),
        UserCommand::Disable(account) => {
            change(conn, &account.email, "disabled", now, |user| Ok(user.with_disabled(true, now)))
        }
        UserCommand::Enable(account) => {
            change(conn, &account.email, "enabled", now, |user| Ok(user.with_disabled(false, now)))
        }
        UserCommand::SetRole(arguments) => {
            let role = arguments.role.into();
            change(
                conn,
                &arguments.account.email,
                "changed the role of",
                now,
                |user| Ok(user.with_role(role)),
            )
        }
        UserCommand::SetPassword(arguments) => {
            let password = read_password(arguments.password_stdin)?;
            change(conn, &arguments.account.email, "changed the password of", now, |user| {
                Ok(user.with_password_hash(hash(config, &password, &[&user.email, &user.name])?))
            })
        }
    }
}

fn create(conn: &mut Conn, config: &Config, arguments: Create, now: Time) -> Result<(), String> {
    let email = email::parse(arguments.account.email).map_err(|error| format!("--email {error}"))?;
    let mut faults = Faults::default();
    let name = faults.line("/name", Some(arguments.name), 100);
    let name = faults.finish(name).map_err(|_| "--name must be one line of 1 to 100 characters")?;
    let hash = hash(config, &read_password(arguments.password_stdin)?, &[&email, &name])?;
    let user = NewUser::new(&email, name, arguments.role.into(), hash, now);
    let user = conn
        .write(|conn| service::create(conn, user, &attribution(now)))
        .map_err(|error| error.to_string())?;
    println!("created the account {}", user.email);
    Ok(())
}

fn list(conn: &mut Conn) -> Result<(), String> {
    for user in store::list_all(conn).map_err(|error| error.to_string())? {
        let role: &str = user.role.into();
        let state = if user.disabled_at.is_some() { "disabled" } else { "active" };
        println!("{}\t{}\t{role}\t{state}\t{}", user.id, user.email, user.name);
    }
    Ok(())
}

/// Changes the account with that e-mail address, and prints `done` and the address.
fn change(
    conn: &mut Conn,
    email: &str,
    done: &str,
    now: Time,
    changed: impl FnOnce(&User) -> Result<User, String>,
) -> Result<(), String> {
    let email = email::canonical(email);
    let found = store::find_by_email(conn, &email).map_err(|error| error.to_string())?;
    let before = found.ok_or_else(|| format!("no account has the e-mail address {email}"))?;
    let after = changed(&before)?;
    conn.write(|conn| service::change(conn, &before, &after, &attribution(now), None))
        .map_err(|error| error.to_string())?;
    println!("{done} {email}");
    Ok(())
}

fn attribution(now: Time) -> Attribution {
    Attribution::system("command line", now)
}

/// Reads the password from standard input, or asks for it twice on the terminal, which does not show it.
fn read_password(from_stdin: bool) -> Result<String, String> {
    if from_stdin {
        return password_from_stdin();
    }
    let ask = |prompt| {
        rpassword::prompt_password(prompt).map_err(|error| format!("the terminal cannot be read: {error}"))
    };
    let password = ask("Password: ")?;
    if ask("The same password again: ")? == password {
        Ok(password)
    } else {
        Err("the two passwords are different; nothing was changed".to_owned())
    }
}

fn password_from_stdin() -> Result<String, String> {
    let mut text = String::new();
    let read = io::stdin().take(64 * 1024).read_to_string(&mut text);
    read.map_err(|error| format!("the password cannot be read from standard input: {error}"))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Checks a password and hashes it. `owner` are the e-mail address and the name, which the password must not repeat.
fn hash(config: &Config, password: &str, owner: &[&str]) -> Result<String, String> {
    let passwords = Passwords::strong(config.password_min_length)?;
    passwords.check(password, owner).map_err(|error| format!("the password {error}"))?;
    passwords.hash(password)
}
