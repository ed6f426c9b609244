//! The command line, with one file for each command.
//!
//! Exit codes: 0 for success, 1 for a failure with the reason on standard error, 2 for wrong usage.

mod database;
mod demo;
mod keys;
mod logging;
mod migrate;
mod openapi;
mod serve;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;

/// The end of the help.
const ABOUT_SETTINGS: &str = "\
Settings come from environment variables or from a file .env in the current folder:
  DATABASE_URL                a SQLite file (the default), or the postgres:// URL of a database
  BROADSHEET_PUBLIC_URL       the URL of the public site
  BROADSHEET_SITE_NAME, BROADSHEET_SITE_LANGUAGE, BROADSHEET_SITE_TIME_ZONE
  RUST_LOG                    which log lines are written, such as warn
The files .env.example and docs/operations.md explain these and all others.";

/// Broadsheet, a headless CMS for newsrooms.
#[derive(Parser)]
#[command(version, after_help = ABOUT_SETTINGS)]
struct Arguments {
    /// Listen on this address and port, instead of BROADSHEET_BIND: 127.0.0.1:8080, localhost:8080, or :8080 for all
    /// IPv4 addresses of the machine
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    bind: Option<String>,
    /// The folder of the SQLite database and the signing key, instead of BROADSHEET_DATA_DIR
    #[arg(long, global = true, value_name = "FOLDER")]
    data_dir: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

impl Arguments {
    /// The settings that the arguments replace, as names and values.
    fn settings(&self) -> impl Iterator<Item = (String, String)> {
        let settings = [("BROADSHEET_BIND", &self.bind), ("BROADSHEET_DATA_DIR", &self.data_dir)];
        settings.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)))
    }
}

#[derive(Subcommand)]
enum Command {
    /// Start the server (the default command)
    Serve,
    /// Start the server, and fill an empty database with a sample newsroom
    Demo,
    /// Apply the pending migrations of the database
    Migrate,
    /// Print the OpenAPI document of the API
    Openapi {
        /// Print the JSON Schema of an article body's blocks instead
        #[arg(long)]
        blocks: bool,
    },
    /// Change the keys that sign access tokens
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// Create, list and change accounts
    #[command(subcommand)]
    User(user::UserCommand),
}

/// Parses the arguments and runs the command.
pub fn run() -> ExitCode {
    match execute(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("broadsheet: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn execute(arguments: Arguments) -> Result<(), String> {
    if let Some(Command::Openapi { blocks }) = arguments.command {
        return openapi::print(blocks);
    }
    read_env_file()?;
    let config =
        Config::from_env(arguments.settings()).map_err(|errors| format!("invalid settings:\n{errors}"))?;
    logging::start(config.log_format);
    for name in &config.without_effect {
        log::warn!(setting = name.as_str(); "this version ignores the setting {name}");
    }
    match arguments.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::run(&config, None),
        Command::Demo => serve::run(&config, Some(demo::ADDITION)),
        Command::Migrate => migrate::run(&config),
        Command::Openapi { blocks } => openapi::print(blocks),
        Command::Keys(command) => keys::run(&config, command),
        Command::User(command) => user::run(&config, command),
    }
}

/// Adds the settings of the file `.env` in the current folder, if there is one, to the environment. Variables that are set already
/// stay.
fn read_env_file() -> Result<(), String> {
    const FILE: &str = ".env";
    match dotenvy::from_path(FILE) {
        Ok(()) => Ok(()),
        Err(error) if error.not_found() => Ok(()),
        Err(dotenvy::Error::LineParse(text, _)) => {
            // The line may contain a password, so only the name at its beginning is shown.
            let file = std::fs::read_to_string(FILE).unwrap_or_default();
            let text = text.lines().next().unwrap_or_default();
            let line = file.lines().find(|line| line.contains(text)).unwrap_or_default();
            let name = line.trim_start().split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next();
            Err(format!(
                "the file .env has an invalid line for `{}`: write `NAME=value`, and put a value with spaces in quotation marks, as \
                 in BROADSHEET_SITE_NAME=\"The Vessing Packet\"",
                name.unwrap_or_default()
            ))
        }
        Err(error) => Err(format!("the file .env cannot be read: {error}")),
    }
}
