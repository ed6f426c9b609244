//! `broadsheet migrate`: applies the pending migrations.

use std::time::Duration;

use super::database;
use crate::config::Config;

/// Applies the pending migrations and prints their names.
pub fn run(config: &Config) -> Result<(), String> {
    let mut conn = database::connect(config)?;
    let applied = database::migrate(&mut conn, Duration::MAX)?;
    for migration in &applied {
        println!("{migration}");
    }
    println!("{} migrations applied; the database is up to date", applied.len());
    Ok(())
}
