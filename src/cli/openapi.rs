//! `broadsheet openapi`: the API's document on standard output, or the schema of blocks alone.

use std::io::Write;

use crate::{app, openapi};

/// Prints the document, or the JSON Schema of a body's blocks.
pub fn print(blocks: bool) -> Result<(), String> {
    let document = app::document();
    let text = if blocks {
        openapi::block_schema(&document).and_then(|schema| serde_json::to_string_pretty(&schema))
    } else {
        document.to_pretty_json()
    };
    let text = text.map_err(|error| error.to_string())?;
    writeln!(std::io::stdout(), "{text}").map_err(|error| error.to_string())
}
