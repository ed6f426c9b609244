//! 409 answers for a slug that another article, section, author or tag has.

use crate::Error;
use crate::content::Fault;
use crate::db::{self, QueryError};
use crate::http::Code;

/// 409 `slug-taken` when `error` violates the unique constraint on `column`; else the error itself.
pub fn from_unique_violation(error: QueryError, table: &str, column: &str, slug: &str) -> Error {
    if db::violates(&error, table, column) { slug_taken(slug) } else { error.into() }
}

/// 409 `slug-taken`, with a fault at `/slug`.
pub fn slug_taken(slug: &str) -> Error {
    let detail = format!("The slug `{slug}` is already in use. Choose another slug.");
    Error::new(Code::SlugTaken, detail.clone()).with_faults(vec![Fault::pointer(
        "/slug",
        "slug-taken",
        detail,
    )])
}
