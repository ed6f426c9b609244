//! Finding what a feed tells.

use super::feed::Feed;
use super::model::{Collection, Format, Scope};
use super::store;
use crate::Error;
use crate::addresses::{self, FoundResource, Lookup};
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::Conn;
use crate::delivery::articles::dto::ArticleQuery;
use crate::delivery::articles::newest::newest;
use crate::delivery::taxonomy_cache::TaxonomyCache;
use crate::http::Site;
use crate::http::comma_separated::CommaSeparated;

/// The feed, or its present address below that of all feeds.
pub fn find(
    conn: &mut Conn,
    scope: Scope,
    format: Format,
    taxonomy_cache: &TaxonomyCache,
    site: &Site,
) -> Result<Lookup<Feed>, Error> {
    let extension: &str = format.into();
    // Never made from what a request says of its host: the answer is kept for others.
    let own = |address: &str| format!("{}/v1/feeds/{address}", site.public_url);
    let Scope::Of(collection, name) = scope else {
        return Ok(Lookup::Current(Feed {
            title: site.name.clone(),
            page: site.public_url.clone(),
            own: own(&format!("latest.{extension}")),
            tags: CacheTags::only(CacheTag::List(ResourceKind::Article)),
            articles: newest(conn, &ArticleQuery::default(), taxonomy_cache, site)?,
        }));
    };
    let thing = addresses::find(conn, collection.kind(), &name)?;
    let address = format!("{}/{}.{extension}", <&str>::from(collection), thing.name);
    if thing.moved || thing.name != name {
        return Ok(Lookup::Moved(FoundResource { name: address, ..thing }));
    }
    let mut filter = ArticleQuery::default();
    let (page, narrowed) = match collection {
        Collection::Sections => (site.section_url(&name), &mut filter.section),
        Collection::Authors => (site.author_url(&name), &mut filter.author),
        Collection::Tags => (site.tag_url(&name), &mut filter.tag),
    };
    *narrowed = Some(CommaSeparated(vec![name]));
    let title = format!("{}: {}", site.name, store::name(conn, collection, thing.id)?);
    let articles = newest(conn, &filter, taxonomy_cache, site)?;
    let tags = thing.tags().and([CacheTag::Articles(thing.kind, thing.id)]);
    Ok(Lookup::Current(Feed { title, page, own: own(&address), tags, articles }))
}
