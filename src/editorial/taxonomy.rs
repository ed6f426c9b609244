//! Rules that sections, authors and tags share.

use crate::Error;
use crate::content::{Faults, Slug, Term};
use crate::db::{self, Conn, QueryError};
use crate::http::Code;
use crate::publishing::terms_store;

/// The slug in the request; without one, a slug made from the name. `None` when neither is valid, with a fault at `/slug`.
pub fn choose_slug(requested: Option<String>, name: Option<&str>, faults: &mut Faults) -> Option<Slug> {
    match requested {
        Some(text) => faults.parsed("/slug", "invalid-slug", Some(text), |text| text.parse::<Slug>()),
        None => {
            let slug = Slug::from_title(name?);
            if slug.is_none() {
                faults.add("/slug", "required", "is required, because no slug can be made from the name");
            }
            slug
        }
    }
}

/// Fails with 409 `in-use` when a published article refers to the author or tag.
pub fn require_unpublished(conn: &mut Conn, term: &Term, resource: &str) -> Result<(), Error> {
    if terms_store::is_used(conn, term)? { Err(in_use(resource)) } else { Ok(()) }
}

/// 409 `in-use` when `error` violates a foreign key, because other rows refer to the deleted one; else the error itself.
pub fn from_foreign_key_violation(error: QueryError, resource: &str) -> Error {
    if db::is_foreign_key_violation(&error) { in_use(resource) } else { error.into() }
}

fn in_use(resource: &str) -> Error {
    let detail = format!(
        "The {resource} is in use, so it cannot be deleted. Remove what refers to it first, or merge it into another {resource}."
    );
    Error::new(Code::InUse, detail)
}
