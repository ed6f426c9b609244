//! The operation on sitemaps.

use actix_web::web::Path;
use actix_web::{HttpResponse, get};

use super::model::Sitemap;
use super::service;
use crate::Error;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::delivery::context::ReadContext;
use crate::http::query::NoQuery;
use crate::http::{Query, cacheable};

/// How long the news sitemap is fresh, in seconds. Articles leave it with time, without a new content version.
const NEWS_SITEMAP_MAX_AGE: i64 = 60;

/// Read a sitemap
///
/// Returns a sitemap for search engines (sitemaps.org protocol 0.9). `index.xml` lists the numbered sitemaps, which
/// have the URLs of all published articles. `news.xml` has the articles of the last two days, at most 1,000, with
/// the tags of Google News. A sitemap must have an entry: without news, `news.xml` has the home page, without such tags, and
/// without articles `index.xml` has `news.xml`. Name `index.xml` and `news.xml` in the `robots.txt` of the site.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_sitemap",
    params(("sitemap" = String, Path, description = "The file name: `index.xml`, `news.xml`, or a numbered one such as \
        `1.xml`.", example = "index.xml")),
    responses((status = 200, description = "The sitemap.", body = String, content_type = "application/xml"))
)]
#[get("/sitemaps/{sitemap}")]
pub async fn get_sitemap(
    context: ReadContext,
    sitemap: Path<String>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    let sitemap = Sitemap::parse(&sitemap).ok_or_else(|| Error::not_found("sitemap"))?;
    let now = context.clock.now();
    let (document, version) =
        context.read(move |c, context| service::document(c, sitemap, now, context)).await?;
    let lists = [ResourceKind::Article, ResourceKind::Section].map(CacheTag::List);
    let tags = CacheTags::only(CacheTag::Updates).and(lists);
    let response = cacheable::document(version, tags, "application/xml", document);
    match sitemap {
        Sitemap::News => cacheable::good_for(NEWS_SITEMAP_MAX_AGE, now, response),
        Sitemap::Index | Sitemap::Range(_) => Ok(response),
    }
}
