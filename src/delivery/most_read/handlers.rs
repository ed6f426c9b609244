//! The operation on the most read articles.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{MostReadPage, MostReadQuery};
use super::store;
use crate::Error;
use crate::content::delivered::BodyForms;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::Db;
use crate::delivery::articles::pages::LoadedPage;
use crate::delivery::articles::store::{LoadedArticle, with_ids};
use crate::delivery::articles::writing::member;
use crate::delivery::taxonomy_cache::TaxonomyCache;
use crate::http::page::Page;
use crate::http::{Clock, Query, Site, cacheable};

/// Articles come and go, and sections move.
const LISTS: [CacheTag; 2] = [CacheTag::List(ResourceKind::Article), CacheTag::List(ResourceKind::Section)];

/// How long an answer is good, in seconds: with the time, and with every reader, it changes.
const GOOD_FOR: i64 = 5;

/// List the most read articles
///
/// The articles that most readers read, as they were counted by the beacon (`POST /v1/articles/{article}/views`): the
/// "most visited" of a front page. How often they were read is not told.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_most_read_articles",
    params(MostReadQuery),
    responses((status = 200, description = "The articles.", body = MostReadPage))
)]
#[get("/most-read")]
pub async fn list_most_read(
    request: HttpRequest,
    query: Query<MostReadQuery>,
    db: Data<Db>,
    taxonomy_cache: Data<TaxonomyCache>,
    site: Data<Site>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    let Query(MostReadQuery { window, section, limit }) = query;
    let (window, now) = (window.unwrap_or_default(), clock.now());
    let (found, content_version) = db
        .read_versioned(move |c| {
            let sections = section.map(|path| store::sections(c, path)).transpose()?;
            let since = now.seconds() - window.seconds();
            let ids = store::most_read(c, window.span(), since, sections, limit.get().into())?;
            let page = Page::only(with_ids(c, &ids, &BodyForms::none())?, limit);
            Ok::<_, Error>(LoadedPage {
                page,
                names: taxonomy_cache.look_up(c)?,
                tags: CacheTags::default().and(LISTS),
            })
        })
        .await?;
    let rank = |out: &mut Vec<u8>, number: usize, _: &LoadedArticle| member(out, "rank", &(number + 1));
    let answer = found.answer(&request, content_version, &site, &BodyForms::none(), None, rank)?;
    cacheable::good_for(GOOD_FOR, now, answer)
}
