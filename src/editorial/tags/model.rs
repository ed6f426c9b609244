//! The row of a tag, and the members of one that passed validation.

use diesel::Queryable;

use crate::content::vocabulary::TagType;
use crate::content::{Slug, Time};

/// A row of `tags`.
#[derive(Clone, Debug, Queryable)]
pub struct Tag {
    pub id: i64,
    pub slug: Slug,
    pub name: String,
    pub kind: TagType,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
}

/// The members that an editor sets, all valid.
pub struct CheckedTag {
    pub name: String,
    pub slug: Slug,
    pub kind: TagType,
}

impl CheckedTag {
    /// Whether a member differs from `before`. Readers see all of these members.
    pub fn differs_from(&self, before: &Tag) -> bool {
        (&self.name, &self.slug, self.kind) != (&before.name, &before.slug, before.kind)
    }
}
