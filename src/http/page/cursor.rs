//! Cursors: positions in a list, as opaque texts.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    /// Reads a cursor. `None` for any other text, and for a key with NUL: no stored text contains it, and PostgreSQL does not
    /// compare it.
    pub(super) fn decode(text: &str) -> Option<Self> {
        let json: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        if has_nul(&json) { None } else { serde_json::from_value(json).ok() }
    }
}

/// Whether a text in `json` contains NUL. Keys are lists of numbers and texts, so names of members are not looked at.
fn has_nul(json: &Value) -> bool {
    match json {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(members) => members.values().any(has_nul),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_unless_its_key_contains_nul() {
        let cursor = |text: &str| Cursor {
            key: (i64::MAX, text.to_owned(), -0.1),
            direction: Direction::Next,
            list: "list".to_owned(),
        };
        for text in ["", "ferry", "\\u0000", "東京"] {
            assert_eq!(Cursor::decode(&cursor(text).encode().unwrap()), Some(cursor(text)), "{text}");
        }
        assert_eq!(Cursor::<(i64, String, f64)>::decode(&cursor("fer\0ry").encode().unwrap()), None);
    }
}
