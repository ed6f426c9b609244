//! `broadsheet openapi`: prints the OpenAPI document, or the JSON Schema of the blocks.

use std::io::Write;

use crate::{app, openapi};

/// Prints the OpenAPI document to standard output. With `blocks`, prints the JSON Schema of an article body's blocks.
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
