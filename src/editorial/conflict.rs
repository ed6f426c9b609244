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

/// 409 `slug-taken` for the slug of another article, with a free slug. `id` is the other article, if the caller may know it.
pub fn article_slug_taken(slug: &Slug, id: Option<i64>, free: &Slug) -> Error {
    let holder = id.map_or_else(|| "Another article".to_owned(), |id| format!("Article {id}"));
    let error = slug_taken(format!("{holder} has the slug `{slug}`. Choose another slug, such as `{free}`."));
    id.into_iter().fold(error, Error::with_existing_id).with_suggested_slug(free.to_string())
}

/// 409 `slug-taken` for a slug that redirects to the article `id`, with a free slug.
pub fn former_slug_taken(slug: &Slug, id: i64, free: &Slug) -> Error {
    slug_taken(format!(
        "The slug `{slug}` redirects to article {id}, which had it before. Choose another slug, such as `{free}`, or delete the \
         redirect with `DELETE /v1/editorial/articles/{id}/former-slugs/{slug}`."
    ))
    .with_existing_id(id)
    .with_suggested_slug(free.to_string())
}

/// 409 `slug-taken`, with a fault at `/slug`.
fn slug_taken(detail: String) -> Error {
    let fault = Fault::pointer("/slug", "slug-taken", detail.clone());
    Error::new(Code::SlugTaken, detail).with_faults(vec![fault])
}
