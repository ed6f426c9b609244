//! Takes blocks as they are sent in JSON, and names everything that is wrong with them, each by its place.
//!
//! What a block cannot be without, or would lose unseen, is a fault: an address that may not be followed, words beside it that
//! have nowhere to go, a member nobody knows. Mere form is not: white space, empty paragraphs and marks that say nothing are put
//! in order as those of any other body, by writing the blocks as HTML and reading them again.

mod block;
mod inline;
mod json_pointer;
mod object;
mod value;

use serde_json::Value;

use super::{Block, Markup, html, parse};
use crate::content::Faults;

use self::json_pointer::JsonPointer;

/// The blocks of a list, in normal form; absent when something is wrong with them.
///
/// `pointer` is the list's own place. Faults that are known already do not count, but as many of the new ones are noted as there
/// is room for.
pub fn accept(list: Vec<Value>, pointer: &str, faults: &mut Faults) -> Option<Vec<Block>> {
    let mut found = Faults::default();
    let blocks = block::blocks(list, 0, &mut JsonPointer::new(pointer, &mut found));
    match found.into_result() {
        Ok(()) => blocks.map(|blocks| parse(Markup::Html, &html(&blocks))),
        Err(found) => {
            faults.extend(found);
            None
        }
    }
}

#[cfg(test)]
mod tests;
