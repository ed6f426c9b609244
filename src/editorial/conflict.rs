//! 409 answers for a slug that another article, section, author or tag has.

use crate::Error;
use crate::content::taxonomy::Taxon;
use crate::content::{Fault, Slug};
use crate::db::{self, QueryError};
use crate::http::Code;

/// 409 `slug-taken` when `error` violates the unique constraint on `column`; else the error itself.
pub fn from_unique_violation(error: QueryError, table: &str, column: &str, slug: &str) -> Error {
    if db::violates(&error, table, column) {
        slug_taken(format!("The slug `{slug}` is already in use. Choose another slug."))
    } else {
        error.into()
    }
}

/// 409 `slug-taken` that names the section, author or tag with the slug by its id and name, and offers a free slug.
pub fn slug_taken_by(taxon: Taxon, (id, name): &(i64, String), slug: &Slug, free: &Slug) -> Error {
    let kind: &str = taxon.into();
    slug_taken(format!(
        "The {kind} {id}, “{name}”, has the slug `{slug}`. Use that {kind}, or choose another slug, such as `{free}`."
    ))
    .with_existing_id(*id)
    .with_suggested_slug(free.to_string())
}

/// 409 `slug-taken` for an article, with a free slug. `former_holder` is the article that had the slug before.
pub fn article_slug_taken(slug: &Slug, former_holder: Option<i64>, free: &Slug) -> Error {
    let detail = match former_holder {
        None => format!("Another article has the slug `{slug}`. Choose another slug, such as `{free}`."),
        Some(id) => format!(
            "The slug `{slug}` leads to article {id}, which had it before. Choose another slug, such as `{free}`, or give it \
             up with `DELETE /v1/editorial/articles/{id}/former-slugs/{slug}`."
        ),
    };
    let error = slug_taken(detail).with_suggested_slug(free.to_string());
    match former_holder {
        Some(id) => error.with_existing_id(id),
        None => error,
    }
}

/// 409 `slug-taken`, with a fault at `/slug`.
fn slug_taken(detail: String) -> Error {
    let fault = Fault::pointer("/slug", "slug-taken", detail.clone());
    Error::new(Code::SlugTaken, detail).with_faults(vec![fault])
}
