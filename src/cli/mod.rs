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

/// Broadsheet, a headless CMS for newsrooms.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
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
    let arguments = Arguments::parse();
    match execute(arguments.command.unwrap_or(Command::Serve)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("broadsheet: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn execute(command: Command) -> Result<(), String> {
    if let Command::Openapi { blocks } = command {
        return openapi::print(blocks);
    }
    match dotenvy::dotenv() {
        Ok(_) => {}
        Err(error) if error.not_found() => {}
        Err(error) => return Err(format!("the file .env cannot be read: {error}")),
    }
    let config = Config::from_env().map_err(|errors| format!("invalid settings:\n{errors}"))?;
    logging::start(config.log_format);
    for name in &config.without_effect {
        log::warn!(setting = name.as_str(); "this version ignores the setting {name}");
    }
    match command {
        Command::Serve => serve::run(&config, None),
        Command::Demo => serve::run(&config, Some(demo::prepare)),
        Command::Migrate => migrate::run(&config),
        Command::Openapi { blocks } => openapi::print(blocks),
        Command::Keys(command) => keys::run(&config, command),
        Command::User(command) => user::run(&config, command),
    }
}
