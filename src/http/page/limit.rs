//! How many items a page may have.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// How many items a page may have: 1 to 100, by default 20.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Limit(pub(super) u32);

impl Limit {
    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let limit = u32::deserialize(deserializer).ok().filter(|limit| (1..=100).contains(limit));
        limit.map(Self).ok_or_else(|| D::Error::custom("must be a whole number from 1 to 100"))
    }
}
