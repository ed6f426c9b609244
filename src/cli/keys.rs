//! `broadsheet keys …`: the keys that sign access tokens.

use clap::Subcommand;

use crate::accounts;
use crate::config::Config;

/// What can be done with the keys.
#[derive(Subcommand)]
pub enum KeysCommand {
    /// Put a new key first, which signs from the next start on; tokens of the older keys stay good
    Rotate,
}

/// Does it.
pub fn run(config: &Config, command: KeysCommand) -> Result<(), String> {
    let KeysCommand::Rotate = command;
    let file = &config.jwt_key_file;
    let number =
        accounts::rotate_keys(file).map_err(|error| format!("the key file {}: {error}", file.display()))?;
    println!("{} holds {number} keys; restart the servers that share it", file.display());
    Ok(())
}
