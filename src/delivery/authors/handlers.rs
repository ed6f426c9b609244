//! The operations on authors.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{AuthorProfile, AuthorProfilePage, AuthorQuery};
use super::store;
use crate::Error;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::delivery::context::ReadContext;
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Query, cacheable};
use crate::public_names::{self, Lookup};

/// List authors
///
/// Returns the public profiles of all authors, ordered by slug.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_authors",
    params(AuthorQuery),
    responses((status = 200, description = "A page of authors.", body = AuthorProfilePage))
)]
#[get("/authors")]
pub async fn list_authors(
    context: ReadContext,
    request: HttpRequest,
    Query(query): Query<AuthorQuery>,
) -> Result<HttpResponse, Error> {
    let page_request = PageRequest::new("authors", &(), query.limit, query.cursor.as_deref())?;
    let (page, version) = context
        .read(move |c, context| {
            let rows = store::list(c, &page_request)?;
            let page = page_request.page(rows, |author| author.slug.clone());
            Ok(page.try_map(|author| AuthorProfile::new(author, &context.site))?)
        })
        .await?;
    let tags = CacheTags::of(&page).and([CacheTag::List(ResourceKind::Author)]);
    cacheable::page(&request, version, tags, &page)
}

/// Read an author
///
/// Returns the public profile of one author. A former slug redirects (301) to the current one.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_author",
    params(("slug" = String, Path, description = "The slug of the author.", example = "ada-marlow")),
    responses((status = 200, description = "The author.", body = AuthorProfile))
)]
#[get("/authors/{slug}")]
pub async fn get_author(
    context: ReadContext,
    request: HttpRequest,
    slug: Path<String>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    let (found, version) = context
        .read(move |c, context| {
            public_names::find(c, ResourceKind::Author, &slug)?.read_current(|id| {
                let author = store::find(c, id)?.ok_or_else(|| Error::not_found("author"))?;
                Ok(AuthorProfile::new(author, &context.site)?)
            })
        })
        .await?;
    match found {
        Lookup::Current(profile) => cacheable::json(&request, version, CacheTags::of(&profile), &profile),
        Lookup::Moved(moved) => {
            let path = format!("/v1/authors/{}", moved.name);
            Ok(cacheable::moved(&request, version, moved.tags(), &path))
        }
    }
}
