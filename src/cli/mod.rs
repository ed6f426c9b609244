//! The command line: one file for each command.
//!
//! Exit codes: 0 done, 1 failed with the reason on standard error, 2 wrong usage.

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
    /// Answer requests (what happens without a command)
    Serve,
    /// Answer requests, with a sample newsroom when the database is empty
    Demo,
    /// Bring the database up to this version
    Migrate,
    /// Print the API's OpenAPI document
    Openapi {
        /// Print the JSON Schema of an article body's blocks instead
        #[arg(long)]
        blocks: bool,
    },
    /// Change the keys that sign access tokens
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// Make and change accounts
    #[command(subcommand)]
    User(user::UserCommand),
}

/// Runs the program.
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
        Err(error) => return Err(format!(".env cannot be read: {error}")),
    }
    let config = Config::from_env().map_err(|errors| format!("wrong settings:\n{errors}"))?;
    logging::start(config.log_format);
    for name in &config.without_effect {
        log::warn!("{name} has no effect in this version");
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
