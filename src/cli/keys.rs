//! `broadsheet keys …`: changes the keys that sign access tokens.

use clap::Subcommand;

use crate::accounts;
use crate::config::Config;

/// The commands on the keys.
#[derive(Subcommand)]
pub enum KeysCommand {
    /// Add a new signing key. Servers use it from their next start; tokens that older keys signed stay valid
    Rotate,
}

/// Runs the command.
pub fn run(config: &Config, command: KeysCommand) -> Result<(), String> {
    let KeysCommand::Rotate = command;
    let file = &config.jwt_key_file;
    let number =
        accounts::rotate_keys(file).map_err(|error| format!("the key file {}: {error}", file.display()))?;
    println!("{} now holds {number} keys; restart all servers that use it", file.display());
    Ok(())
}
