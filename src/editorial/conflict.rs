//! Conflicts with what is there already, most of them found by the database.

use crate::Error;
use crate::content::{Fault, Term};
use crate::db::{self, Conn, QueryError};
use crate::http::Code;
use crate::publishing::terms_store;

/// 409 naming the slug, when that is what the database refused.
pub fn over_slug(error: QueryError, table: &str, column: &str, slug: &str) -> Error {
    if db::violates(&error, table, column) { slug_taken(slug) } else { error.into() }
}

/// 409: the slug belongs to something else.
pub fn slug_taken(slug: &str) -> Error {
    let detail = format!("The slug `{slug}` is taken.");
    Error::new(Code::SlugTaken, detail.clone()).with_faults(vec![Fault::pointer(
        "/slug",
        "slug-taken",
        detail,
    )])
}

/// 409, when the database refused to delete something that others refer to.
pub fn over_use(error: QueryError, what: &str) -> Error {
    if db::is_foreign_key_violation(&error) { in_use(what) } else { error.into() }
}

/// 409 when readers see an article with that term: such an author or tag cannot be deleted.
pub fn refuse_published(conn: &mut Conn, term: &Term, what: &str) -> Result<(), Error> {
    if terms_store::is_used(conn, term)? { Err(in_use(what)) } else { Ok(()) }
}

fn in_use(what: &str) -> Error {
    Error::new(Code::InUse, format!("The {what} is in use, so it cannot be deleted."))
}
