//! The operation on feeds.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::feed::Reading;
use super::model::{self, Format};
use super::{atom, finding, json_feed, rss};
use crate::Error;
use crate::addresses::Lookup;
use crate::content::{CacheTag, CacheTags};
use crate::db::Db;
use crate::delivery::taxonomy_cache::TaxonomyCache;
use crate::http::query::NoQuery;
use crate::http::{Query, Site, cacheable};

/// Read a feed
///
/// The 20 articles that were published last, with their whole texts: `latest`, `sections/{path}` with those below
/// it, `tags/{slug}` or `authors/{slug}`, as `.rss` (RSS 2.0), `.atom` (RFC 4287) or `.json` (JSON Feed 1.1). The
/// address says which format it is, so `Accept` does not matter. A former path or slug leads to the present one.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_feed",
    params(("feed" = String, Path, description = "What it tells of, and the format.", example = "sections/harbour.rss")),
    responses(
        (status = 200, description = "The feed.",
            content((String = "application/rss+xml"), (String = "application/atom+xml"), (Object = "application/feed+json"))),
        (status = 301, description = "What it tells of has another path or slug now.",
            headers(("Location" = String, description = "The present address."))),
    )
)]
#[get("/feeds/{feed:.+}")]
pub async fn get_feed(
    request: HttpRequest,
    feed: Path<String>,
    _: Query<NoQuery>,
    db: Data<Db>,
    taxonomy_cache: Data<TaxonomyCache>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let (scope, format) = model::read(&feed).ok_or_else(|| Error::not_found("feed"))?;
    let shown = site.clone();
    let (found, content_version) =
        db.read_versioned(move |c| finding::find(c, scope, format, &taxonomy_cache, &shown)).await?;
    let feed = match found {
        Lookup::Moved(moved) => {
            return Ok(cacheable::moved(
                &request,
                content_version,
                moved.tags(),
                &format!("/v1/feeds/{}", moved.name),
            ));
        }
        Lookup::Current(feed) => feed,
    };
    let changed = feed.articles.iter().map(|article| article.own.updated_at).max();
    let reading = Reading { site: &site, updated: changed.unwrap_or(content_version.updated_at) };
    let bytes = match format {
        Format::Rss => rss::write(&feed, &reading),
        Format::Atom => atom::write(&feed, &reading),
        Format::Json => json_feed::write(&feed, &reading).map_err(Error::internal)?,
    };
    let mut tags = feed.tags.and(CacheTags::of(&feed.articles));
    if feed.articles.is_empty() {
        // Then it bears the time of the last change.
        tags.add(CacheTag::Site);
    }
    Ok(cacheable::document(content_version, tags, format.media_type(), bytes))
}
