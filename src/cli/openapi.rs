//! `broadsheet openapi`: the API's document on standard output.

use std::io::Write;

/// Prints the document.
pub fn print() -> Result<(), String> {
    let text = crate::app::document().to_pretty_json().map_err(|error| error.to_string())?;
    writeln!(std::io::stdout(), "{text}").map_err(|error| error.to_string())
}
