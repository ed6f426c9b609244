//! Reads blocks from JSON, and reports every fault with its JSON pointer.
//!
//! Missing and unknown members are faults, and so is content that would be lost: a URL that is not allowed, or a link without
//! text. White space, empty paragraphs and empty marks are no faults. They are normalised by a round trip: the blocks are written
//! as HTML and parsed again.

mod block;
mod inline;
mod json_pointer;
mod media;
mod object_reader;
mod table;
mod targets;
mod value;

use serde_json::Value;

use super::{Block, Markup, html, parse};
use crate::content::Faults;

use self::{json_pointer::JsonPointer, targets::Targets};

/// The blocks of a JSON list in normal form. `None` when there are faults, which are added to `faults`.
///
/// `pointer` is the JSON pointer of the list. Faults that are already in `faults` do not change the result.
pub fn from_json(list: Vec<Value>, pointer: &str, faults: &mut Faults) -> Option<Vec<Block>> {
    let mut list_faults = Faults::default();
    let targets = Targets::of(&list);
    let blocks = block::blocks(list, 0, &mut JsonPointer::new(pointer, targets, &mut list_faults));
    match list_faults.into_result() {
        Ok(()) => blocks.map(|blocks| parse(Markup::Html, &html(&blocks))),
        Err(list_faults) => {
            faults.extend(list_faults);
            None
        }
    }
}

#[cfg(test)]
mod tests;
