//! The operation on feeds.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::FeedQuery;
use super::feed::{Feed, FeedContext};
use super::model::{self, FeedFormat};
use super::{atom, json_feed, rss, service};
use crate::Error;
use crate::content::{CacheTag, CacheTags};
use crate::db::ContentVersion;
use crate::delivery::context::ReadContext;
use crate::http::{Query, Site, cacheable};
use crate::public_names::Lookup;

/// Read a feed
///
/// Returns the newest articles with their full text, with absolute URLs. The path is `latest` for the whole site, `sections/{path}`
/// for a section with its subsections, `tags/{slug}` or `authors/{slug}`, followed by `.rss` (RSS 2.0), `.atom`
/// (Atom, RFC 4287) or `.json` (JSON Feed 1.1). `Accept` has no effect. A former path or slug redirects (301) to
/// the current one.
///
/// The lead image is `media:content` in RSS, an `enclosure` in Atom and `image` in JSON Feed. RSS has the byline in
/// `dc:creator`; Atom and JSON Feed have the authors with their URLs, and the byline if there are none.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_feed",
    params(FeedQuery, ("feed" = String, Path, description = "The path of the feed and its format: `latest.rss`, `sections/{path}.rss`, \
        `tags/{slug}.atom`, `authors/{slug}.json`.", example = "sections/harbour.rss")),
    responses(
        (status = 200, description = "The feed.",
            content((String = "application/rss+xml"), (String = "application/atom+xml"), (Object = "application/feed+json"))),
        (status = 301, description = "The section, tag or author has another path or slug now.",
            headers(("Location" = String, description = "The current path of the feed."))),
    )
)]
#[get("/feeds/{feed:.+}")]
pub async fn get_feed(
    context: ReadContext,
    request: HttpRequest,
    feed: Path<String>,
    Query(query): Query<FeedQuery>,
) -> Result<HttpResponse, Error> {
    let (scope, format) = model::parse(&feed).ok_or_else(|| Error::not_found("feed"))?;
    let (found, version) =
        context.read(move |c, context| service::find(c, scope, format, query.limit, context)).await?;
    match found {
        Lookup::Current(feed) => respond(feed, format, version, &context.site),
        Lookup::Moved(moved) => {
            let path = format!("/v1/feeds/{}", moved.name);
            Ok(cacheable::moved(&request, version, moved.tags(), &path))
        }
    }
}

/// The feed, written in the format.
fn respond(
    feed: Feed,
    format: FeedFormat,
    version: ContentVersion,
    site: &Site,
) -> Result<HttpResponse, Error> {
    let changed = feed.articles.iter().map(|article| article.own.updated_at).max();
    let context = FeedContext { site, updated: changed.unwrap_or(version.updated_at) };
    let bytes = match format {
        FeedFormat::Rss => rss::write(&feed, &context),
        FeedFormat::Atom => atom::write(&feed, &context),
        FeedFormat::Json => json_feed::write(&feed, &context).map_err(Error::internal)?,
    };
    let mut tags = feed.cache_tags.and(CacheTags::of(&feed.articles));
    if feed.articles.is_empty() {
        // An empty feed shows the time of the last change on the site.
        tags.add(CacheTag::Site);
    }
    Ok(cacheable::document(version, tags, format.media_type(), bytes))
}
