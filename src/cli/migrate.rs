//! `broadsheet migrate`: the database brought up to this version.

use super::database;
use crate::config::Config;

/// Takes the steps that are missing, and names them.
pub fn run(config: &Config) -> Result<(), String> {
    let mut conn = database::connect(config)?;
    let steps = database::migrate(&mut conn)?;
    for step in &steps {
        println!("{step}");
    }
    println!("{} steps taken; the database is up to date", steps.len());
    Ok(())
}
