//! The operations on authors.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{AuthorProfile, AuthorProfilePage, AuthorQuery};
use super::store;
use crate::Error;
use crate::addresses::{self, Found};
use crate::content::vocabulary::NamedKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::Db;
use crate::http::page::PageRequest;
use crate::http::query::Nothing;
use crate::http::{Query, Site, cacheable};

/// List authors
///
/// The authors' public profiles, ordered by slug.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_authors",
    params(AuthorQuery),
    responses((status = 200, description = "A page of authors.", body = AuthorProfilePage, headers(
        ("ETag" = String, description = "Changes with the answer."),
        ("Link" = String, description = "The neighbouring pages."),
    )))
)]
#[get("/authors")]
pub async fn list_authors(
    request: HttpRequest,
    query: Query<AuthorQuery>,
    db: Data<Db>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let Query(query) = query;
    let wanted = PageRequest::new("authors", &(), query.limit, query.cursor.as_deref())?;
    let (page, edition) = db
        .read_edition(move |c| {
            let rows = store::list(c, &wanted)?;
            let page = wanted.page(rows, |author| author.slug.clone());
            Ok::<_, Error>(page.try_map(|author| AuthorProfile::new(author, &site))?)
        })
        .await?;
    cacheable::page(&request, edition, CacheTags::of(&page).and([CacheTag::List(NamedKind::Author)]), &page)
}

/// Read an author
///
/// One author's public profile. A slug that the author had once leads to the present one.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_author",
    params(("slug" = String, Path, description = "The author's slug.", example = "ada-marlow")),
    responses((status = 200, description = "The author.", body = AuthorProfile,
        headers(("ETag" = String, description = "Changes with the answer."))))
)]
#[get("/authors/{slug}")]
pub async fn get_author(
    request: HttpRequest,
    slug: Path<String>,
    db: Data<Db>,
    site: Data<Site>,
    _: Query<Nothing>,
) -> Result<HttpResponse, Error> {
    let (found, edition) = db
        .read_edition(move |c| {
            addresses::find(c, NamedKind::Author, &slug)?.here(|id| {
                let author = store::find(c, id)?.ok_or_else(|| Error::not_found("author"))?;
                Ok(AuthorProfile::new(author, &site)?)
            })
        })
        .await?;
    match found {
        Found::Here(profile) => cacheable::json(&request, edition, CacheTags::of(&profile), &profile),
        Found::Moved(moved) => {
            Ok(cacheable::moved(&request, edition, moved.tags(), &format!("/v1/authors/{}", moved.name)))
        }
    }
}
