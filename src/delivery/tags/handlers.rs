//! The operations on tags.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{TagProfile, TagProfilePage, TagQuery};
use super::{model, store};
use crate::Error;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::delivery::context::ReadContext;
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Query, cacheable};
use crate::public_names::{self, Lookup};

/// List tags
///
/// Returns all tags, ordered by slug. With `q`, returns the tags whose names have words that begin with those of
/// `q`: for suggestions in a search field.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_tags",
    params(TagQuery),
    responses((status = 200, description = "A page of tags.", body = TagProfilePage))
)]
#[get("/tags")]
pub async fn list_tags(
    context: ReadContext,
    request: HttpRequest,
    Query(query): Query<TagQuery>,
) -> Result<HttpResponse, Error> {
    let page_request = PageRequest::new("tags", &query, query.limit, query.cursor.as_deref())?;
    let (page, version) = context
        .read(move |c, context| {
            let rows = match &query.q {
                Some(search) => {
                    model::search(&*context.taxonomy_cache.read(c)?, search, query.kind, &page_request)
                }
                None => store::list(c, query.kind, &page_request)?,
            };
            let page = page_request.page(rows, |tag| tag.slug.clone());
            Ok(page.map(|tag| TagProfile::new(tag, &context.site)))
        })
        .await?;
    let tags = CacheTags::of(&page).and([CacheTag::List(ResourceKind::Tag)]);
    cacheable::page(&request, version, tags, &page)
}

/// Read a tag
///
/// Returns one tag. A former slug redirects (301) to the current one.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_tag",
    params(("slug" = String, Path, description = "The slug of the tag.", example = "sea-level")),
    responses((status = 200, description = "The tag.", body = TagProfile))
)]
#[get("/tags/{slug}")]
pub async fn get_tag(
    context: ReadContext,
    request: HttpRequest,
    slug: Path<String>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    let (found, version) = context
        .read(move |c, context| {
            public_names::find(c, ResourceKind::Tag, &slug)?.read_current(|id| {
                let tag = store::find(c, id)?.ok_or_else(|| Error::not_found("tag"))?;
                Ok(TagProfile::new(tag, &context.site))
            })
        })
        .await?;
    match found {
        Lookup::Current(tag) => cacheable::json(&request, version, CacheTags::of(&tag), &tag),
        Lookup::Moved(moved) => {
            let path = format!("/v1/tags/{}", moved.name);
            Ok(cacheable::moved(&request, version, moved.tags(), &path))
        }
    }
}
