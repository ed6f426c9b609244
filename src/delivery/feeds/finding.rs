//! Finding what a feed tells.

use super::feed::Feed;
use super::model::{Collection, Format, Scope};
use super::store;
use crate::Error;
use crate::addresses::{self, Addressed, Found};
use crate::content::vocabulary::NamedKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::Conn;
use crate::delivery::articles::dto::ArticleQuery;
use crate::delivery::articles::newest::newest;
use crate::delivery::names::Directory;
use crate::http::Site;
use crate::http::listed::Listed;

/// The feed, or its present address below that of all feeds.
pub fn find(
    conn: &mut Conn,
    scope: Scope,
    format: Format,
    directory: &Directory,
    site: &Site,
) -> Result<Found<Feed>, Error> {
    let extension: &str = format.into();
    // Never made from what a request says of its host: the answer is kept for others.
    let own = |address: &str| format!("{}/v1/feeds/{address}", site.public_url);
    let Scope::Of(collection, name) = scope else {
        return Ok(Found::Here(Feed {
            title: site.name.clone(),
            page: site.public_url.clone(),
            own: own(&format!("latest.{extension}")),
            tags: CacheTags::only(CacheTag::List(NamedKind::Article)),
            articles: newest(conn, &ArticleQuery::default(), directory, site)?,
        }));
    };
    let thing = addresses::find(conn, collection.kind(), &name)?;
    let address = format!("{}/{}.{extension}", <&str>::from(collection), thing.name);
    if thing.moved || thing.name != name {
        return Ok(Found::Moved(Addressed { name: address, ..thing }));
    }
    let mut filter = ArticleQuery::default();
    let (page, narrowed) = match collection {
        Collection::Sections => (site.section_url(&name), &mut filter.section),
        Collection::Authors => (site.author_url(&name), &mut filter.author),
        Collection::Tags => (site.tag_url(&name), &mut filter.tag),
    };
    *narrowed = Some(Listed(vec![name]));
    let title = format!("{}: {}", site.name, store::name(conn, collection, thing.id)?);
    let articles = newest(conn, &filter, directory, site)?;
    let tags = thing.tags().and([CacheTag::Articles(thing.kind, thing.id)]);
    Ok(Found::Here(Feed { title, page, own: own(&address), tags, articles }))
}
