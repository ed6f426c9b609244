//! Rules that sections, authors and tags share.

use crate::Error;
use crate::content::taxonomy::Taxon;
use crate::content::{Faults, Slug, SlugStyle, Term};
use crate::db::{self, Conn, QueryError, QueryResult};
use crate::editorial::conflict;
use crate::http::Code;
use crate::publishing::terms_store;

/// The slug in the request; without one, a slug made from the name. `None` when neither is valid, with a fault at `/slug`.
pub fn choose_slug(
    requested: Option<String>,
    name: Option<&str>,
    style: SlugStyle,
    faults: &mut Faults,
) -> Option<Slug> {
    match requested {
        Some(text) => faults.parsed("/slug", "invalid-slug", Some(text), |text| text.parse::<Slug>()),
        None => {
            let slug = Slug::from_title(name?, style);
            if slug.is_none() {
                faults.add("/slug", "required", "is required, because no slug can be made from the name");
            }
            slug
        }
    }
}

/// The id and the name of the section, author or tag that has a slug.
pub type Holder = (i64, String);

/// The slug that an author or tag gets. Different people and topics can have the same name: a taken slug that was made from
/// the name gets a number. A taken slug that was given in the request fails with 409.
///
/// `own` is the id of the author or tag, and `find` finds the holder of a slug.
pub fn available_slug(
    taxon: Taxon,
    slug: Slug,
    is_given: bool,
    own: Option<i64>,
    find: impl FnMut(&Slug) -> QueryResult<Option<Holder>>,
) -> Result<Slug, Error> {
    if !is_given {
        return free_slug(&slug, own, find);
    }
    require_free_slug(taxon, &slug, own, find)?;
    Ok(slug)
}

/// Fails with 409 `slug-taken` when another section, author or tag has the slug. The problem names it, and offers a free
/// slug. The parameters are those of [`available_slug`].
pub fn require_free_slug(
    taxon: Taxon,
    slug: &Slug,
    own: Option<i64>,
    mut find: impl FnMut(&Slug) -> QueryResult<Option<Holder>>,
) -> Result<(), Error> {
    match find(slug)? {
        Some(holder) if Some(holder.0) != own => {
            let free = free_slug(slug, own, find)?;
            Err(conflict::slug_taken_by(taxon, &holder, slug, &free))
        }
        _ => Ok(()),
    }
}

/// The slug itself, or the first of its alternatives that no other section, author or tag has.
fn free_slug(
    slug: &Slug,
    own: Option<i64>,
    mut find: impl FnMut(&Slug) -> QueryResult<Option<Holder>>,
) -> Result<Slug, Error> {
    for slug in [slug.clone()].into_iter().chain(slug.alternatives()) {
        if find(&slug)?.is_none_or(|(id, _)| Some(id) == own) {
            return Ok(slug);
        }
    }
    Err(Error::internal("every slug is taken"))
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
