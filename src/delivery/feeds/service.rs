//! Reads the articles of a feed.

use super::feed::Feed;
use super::model::{Collection, FeedFormat, FeedScope};
use super::store;
use crate::Error;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::Conn;
use crate::delivery::articles::dto::ArticleQuery;
use crate::delivery::articles::pages::newest;
use crate::delivery::context::ReadContext;
use crate::http::comma_separated::CommaSeparated;
use crate::http::page::Limit;
use crate::http::path::encoded;
use crate::public_names::{self, FoundResource, Lookup};

/// The feed of at most `limit` articles. [`Lookup::Moved`], with the path of the feed below `/v1/feeds/` as its name, if `scope`
/// has a former slug or path, or an id.
///
/// Fails with 404 if the section, tag or author does not exist.
pub fn find(
    conn: &mut Conn,
    scope: FeedScope,
    format: FeedFormat,
    limit: Limit,
    context: &ReadContext,
) -> Result<Lookup<Feed>, Error> {
    let site = &context.site;
    let profile = site.profile(&context.taxonomy_cache.read(conn)?.profile);
    let extension: &str = format.into();
    // The `Host` header has no part in the URL: the response is cached for other clients.
    let query = if limit == Limit::default() { String::new() } else { format!("?limit={}", limit.get()) };
    let self_url = |path: &str| format!("{}/v1/feeds/{}{query}", site.api_url, encoded(path));
    let FeedScope::Resource(collection, name) = scope else {
        return Ok(Lookup::Current(Feed {
            title: profile.name.clone(),
            description: profile.description.clone(),
            profile,
            home_page_url: site.public_url.clone(),
            self_url: self_url(&format!("latest.{extension}")),
            cache_tags: CacheTags::only(CacheTag::List(ResourceKind::Article)),
            articles: newest(conn, &ArticleQuery { limit, ..ArticleQuery::default() }, context)?,
        }));
    };
    let resource = public_names::find(conn, collection.kind(), &name)?;
    let path = format!("{}/{}.{extension}", <&str>::from(collection), resource.name);
    if resource.moved || resource.name != name {
        return Ok(Lookup::Moved(FoundResource { name: path, ..resource }));
    }
    let mut filter = ArticleQuery { limit, ..ArticleQuery::default() };
    let (home_page_url, names) = match collection {
        Collection::Sections => (site.section_url(&name), &mut filter.section),
        Collection::Authors => (site.author_url(&name), &mut filter.author),
        Collection::Tags => (site.tag_url(&name), &mut filter.tag),
    };
    *names = Some(CommaSeparated(vec![name]));
    let (name, description) = store::name_and_description(conn, collection, resource.id)?;
    let title = format!("{}: {name}", profile.name);
    let articles = newest(conn, &filter, context)?;
    let cache_tags = resource.tags().and([CacheTag::Articles(resource.kind, resource.id)]);
    Ok(Lookup::Current(Feed {
        profile,
        title,
        description,
        home_page_url,
        self_url: self_url(&path),
        cache_tags,
        articles,
    }))
}
