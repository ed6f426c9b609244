//! What sections, authors and tags have in common.

use actix_web::HttpResponse;
use actix_web::http::header::ETag;
use serde::Serialize;

use crate::Error;
use crate::content::{Fault, Faults, Slug};
use crate::db::{self, QueryError};
use crate::http::{Code, etag};

/// 200 with the thing and its version as `ETag`.
pub fn answer(version: i64, view: impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header(ETag(etag::of_version(version))).json(view)
}

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

/// 409 naming the slug, when that is what the database refused.
pub fn slug_taken(error: QueryError, table: &str, column: &str, slug: &str) -> Error {
    if db::violated(&error, table, column) { slug_conflict(slug) } else { error.into() }
}

/// 409: the slug belongs to something else.
pub fn slug_conflict(slug: &str) -> Error {
    let detail = format!("The slug `{slug}` is taken.");
    Error::new(Code::SlugTaken, detail.clone()).with_faults(vec![Fault::pointer(
        "/slug",
        "slug-taken",
        detail,
    )])
}

/// 409, when the database refused to delete something that others refer to.
pub fn in_use(error: QueryError, what: &str) -> Error {
    if db::refers(&error) {
        Error::new(Code::InUse, format!("The {what} is in use, so it cannot be deleted."))
    } else {
        error.into()
    }
}
