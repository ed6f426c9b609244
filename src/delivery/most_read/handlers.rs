//! The operation on the most read articles.

use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{MostReadPage, MostReadQuery};
use super::store;
use crate::Error;
use crate::content::delivered::BodyForms;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags, Time};
use crate::db::Conn;
use crate::delivery::articles::pages::LoadedPage;
use crate::delivery::articles::store::{LoadedArticle, with_ids};
use crate::delivery::articles::writer::member;
use crate::delivery::context::ReadContext;
use crate::http::comma_separated::CommaSeparated;
use crate::http::page::Page;
use crate::http::{Query, cacheable};
use crate::public_names;

/// Lists that can change the response: articles are published and withdrawn, and sections are moved.
const LISTS: [CacheTag; 2] = [CacheTag::List(ResourceKind::Article), CacheTag::List(ResourceKind::Section)];

/// How long a response is fresh, in seconds. Views and time change it without a new content version.
const MAX_AGE: i64 = 5;

/// List most read articles
///
/// Returns the published articles with the most views in a time window, most views first, without their bodies.
/// Readers' apps report views with `POST /v1/articles/{article}/views`. The response has ranks, but no view counts.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_most_read_articles",
    params(MostReadQuery),
    responses((status = 200, description = "The most read articles.", body = MostReadPage))
)]
#[get("/most-read")]
pub async fn list_most_read(
    context: ReadContext,
    request: HttpRequest,
    Query(query): Query<MostReadQuery>,
) -> Result<HttpResponse, Error> {
    let now = context.clock.now();
    let (page, version) = context.read(move |c, context| load(c, query, now, context)).await?;
    let rank = |out: &mut Vec<u8>, index: usize, _: &LoadedArticle| member(out, "rank", &(index + 1));
    let response = page.respond(&request, version, &context.site, &BodyForms::none(), None, rank)?;
    cacheable::good_for(MAX_AGE, now, response)
}

/// The articles with the most views in the window that ends `now`.
fn load(
    conn: &mut Conn,
    query: MostReadQuery,
    now: Time,
    context: &ReadContext,
) -> Result<LoadedPage, Error> {
    let MostReadQuery { window, section, limit } = query;
    let window = window.unwrap_or_default();
    let since = now.seconds() - window.seconds();
    let sections =
        section.map(|CommaSeparated(paths)| public_names::ids_with_subsections(conn, &paths)).transpose()?;
    let ids = store::most_read(conn, window.span(), since, sections, limit.get().into())?;
    let page = Page::only(with_ids(conn, &ids, &BodyForms::none())?, limit);
    let taxonomy = context.taxonomy_cache.read(conn)?;
    Ok(LoadedPage { page, taxonomy, cache_tags: CacheTags::default().and(LISTS) })
}
