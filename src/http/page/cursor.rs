//! Cursors: positions in a list, as opaque texts.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The side of a cursor on which a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// After the cursor, in the order of the list.
    #[serde(rename = "n")]
    Next,
    /// Before the cursor.
    #[serde(rename = "p")]
    Previous,
}

/// A position in a list: a sort key, and the direction in which the page is from there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor<K> {
    /// The sort key of the item next to the page. That item is not in the page.
    #[serde(rename = "k")]
    pub key: K,
    /// Where the page is, seen from the key.
    #[serde(rename = "w")]
    pub direction: Direction,
    /// The digest of the list and its filter.
    #[serde(rename = "f")]
    pub(super) list: String,
}

impl<K: Serialize> Cursor<K> {
    /// The cursor as clients get it: JSON in base64url. `None` when the key cannot be written as JSON.
    pub(super) fn encode(&self) -> Option<String> {
        serde_json::to_vec(self).ok().map(|bytes| URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl<K: DeserializeOwned> Cursor<K> {
    /// Reads a cursor. `None` for any other text.
    pub(super) fn decode(text: &str) -> Option<Self> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }
}
