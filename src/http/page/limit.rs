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

/// The maximum number of items on a page of a list that clients read in bulk: 1 to 10,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LongLimit(Limit);

impl LongLimit {
    /// The largest limit.
    pub const MAX: Self = Self(Limit(10_000));
}

impl From<LongLimit> for Limit {
    fn from(LongLimit(limit): LongLimit) -> Self {
        limit
    }
}

impl<'de> Deserialize<'de> for LongLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let limit = u32::deserialize(deserializer).ok().filter(|limit| (1..=Self::MAX.0.0).contains(limit));
        let limit = limit.map(|limit| Self(Limit(limit)));
        limit.ok_or_else(|| D::Error::custom("must be a whole number from 1 to 10000"))
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
