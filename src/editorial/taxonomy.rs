//! What sections, authors and tags have in common.

use crate::content::{Faults, Slug};

/// The slug given, or one made from the name.
pub fn slug(given: Option<String>, name: Option<&str>, faults: &mut Faults) -> Option<Slug> {
    match given {
        Some(text) => faults.parsed("/slug", "invalid-slug", Some(text), |text| text.parse::<Slug>()),
        None => {
            let slug = Slug::from_title(name?);
            if slug.is_none() {
                faults.add("/slug", "required", "cannot be made from the name, so it is required");
            }
            slug
        }
    }
}
