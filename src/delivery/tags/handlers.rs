//! The operations on tags.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{TagProfile, TagProfilePage, TagQuery};
use super::store;
use crate::Error;
use crate::addresses::{self, Lookup};
use crate::content::Slug;
use crate::content::search::Search;
use crate::content::vocabulary::{ResourceKind, TagType};
use crate::content::{CacheTag, CacheTags};
use crate::db::Db;
use crate::delivery::taxonomy_cache::{TaxonomyCache, TaxonomySnapshot};
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Query, Site, cacheable};

/// List tags
///
/// The tags, ordered by slug. With `q` those whose names have the words, or begin with them: for a search field that
/// suggests while somebody types.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_tags",
    params(TagQuery),
    responses((status = 200, description = "A page of tags.", body = TagProfilePage))
)]
#[get("/tags")]
pub async fn list_tags(
    request: HttpRequest,
    query: Query<TagQuery>,
    db: Data<Db>,
    taxonomy_cache: Data<TaxonomyCache>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let Query(query) = query;
    let wanted = PageRequest::new("tags", &query, query.limit, query.cursor.as_deref())?;
    let (page, content_version) = db
        .read_versioned(move |c| {
            let rows = match &query.q {
                Some(search) => matching(&*taxonomy_cache.look_up(c)?, search, query.kind, &wanted),
                None => store::list(c, query.kind, &wanted)?,
            };
            Ok::<_, Error>(wanted.page(rows, |tag| tag.slug.clone()).map(|tag| TagProfile::new(tag, &site)))
        })
        .await?;
    cacheable::page(
        &request,
        content_version,
        CacheTags::of(&page).and([CacheTag::List(ResourceKind::Tag)]),
        &page,
    )
}

/// The rows of a page of the tags that are searched for.
fn matching(
    names: &TaxonomySnapshot,
    search: &Search,
    kind: Option<TagType>,
    wanted: &PageRequest<Slug>,
) -> Vec<store::Tag> {
    let found = names.tags_named(search).filter(|tag| kind.is_none_or(|kind| tag.kind == kind));
    let mut tags: Vec<store::Tag> = found.filter_map(|tag| store::Tag::of(tag).ok()).collect();
    tags.sort_unstable_by(|one, other| one.slug.cmp(&other.slug));
    if wanted.backward() {
        tags.reverse();
    }
    if let Some(cursor) = &wanted.cursor {
        tags.retain(|tag| if wanted.backward() { tag.slug < cursor.key } else { tag.slug > cursor.key });
    }
    tags.truncate(usize::try_from(wanted.rows()).unwrap_or_default());
    tags
}

/// Read a tag
///
/// One tag. A slug that it had once leads to the present one.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_tag",
    params(("slug" = String, Path, description = "The tag's slug.", example = "sea-level")),
    responses((status = 200, description = "The tag.", body = TagProfile))
)]
#[get("/tags/{slug}")]
pub async fn get_tag(
    request: HttpRequest,
    slug: Path<String>,
    db: Data<Db>,
    site: Data<Site>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    let (found, content_version) = db
        .read_versioned(move |c| {
            addresses::find(c, ResourceKind::Tag, &slug)?.read_current(|id| {
                let tag = store::find(c, id)?.ok_or_else(|| Error::not_found("tag"))?;
                Ok(TagProfile::new(tag, &site))
            })
        })
        .await?;
    match found {
        Lookup::Current(tag) => cacheable::json(&request, content_version, CacheTags::of(&tag), &tag),
        Lookup::Moved(moved) => {
            Ok(cacheable::moved(&request, content_version, moved.tags(), &format!("/v1/tags/{}", moved.name)))
        }
    }
}
