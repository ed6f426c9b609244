//! The rules of a tag's members.

use super::dto::TagInput;
use super::store::Tag;
use crate::content::vocabulary::TagType;
use crate::content::{Faults, Slug};
use crate::editorial::taxonomy;

/// A tag's members, all of them good.
pub struct CheckedTag {
    pub name: String,
    pub slug: Slug,
    pub kind: TagType,
}

impl CheckedTag {
    /// Checks the members; `None` when a required one is missing or bad, which is then noted.
    pub fn check(input: TagInput, faults: &mut Faults) -> Option<Self> {
        let name = faults.line("/name", input.name, 100);
        let name = faults.required("/name", name);
        let slug = taxonomy::slug(input.slug, name.as_deref(), faults);
        Some(Self { name: name?, slug: slug?, kind: input.kind.unwrap_or_default() })
    }

    /// Whether a member is another one than that of `before`. Readers see all of them.
    pub fn differs_from(&self, before: &Tag) -> bool {
        (&self.name, &self.slug, self.kind) != (&before.name, &before.slug, before.kind)
    }
}
