//! The changes that readers can see. Each is recorded in the transaction that makes it.
//!
//! Each recorded change increments the content version by one, and stores the cache tags that it touches. The
//! response cache of every server uses the tags to find out which responses are still valid, and shared caches can
//! do the same.

mod model;
mod store;

use std::time::Duration;

pub use self::model::{Change, ChangeType};
pub use self::store::{ancestor_sections, set_taxonomy_version};
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags, Time};
use crate::db::{self, Conn, Db, QueryResult};
use crate::http::{Clock, Site};

/// How long changes are stored, in seconds: 30 days.
const RETENTION: i64 = 30 * 24 * 60 * 60;

/// How many old changes are deleted in one transaction.
const BATCH_SIZE: i64 = 1000;

/// Records a change.
pub fn record(conn: &mut Conn, change: Change, now: Time) -> QueryResult<()> {
    store::insert(conn, Some(&change), &change.tags, Some(now))
}

/// Records a change of a section, author or tag.
///
/// `before` and `after` are its slug, or the path of a section, before and after the change. They are `None` when
/// it is new or deleted. `tags` are the cache tags that the change touches besides those of the resource and of the
/// list of its kind.
pub fn record_taxon(
    conn: &mut Conn,
    kind: ChangeType,
    (resource, id): (ResourceKind, i64),
    (before, after): (Option<&str>, Option<&str>),
    tags: impl IntoIterator<Item = CacheTag>,
    at: Time,
) -> QueryResult<()> {
    let path = |name: &str| match resource {
        ResourceKind::Author => Site::author_path(name),
        ResourceKind::Tag => Site::tag_path(name),
        ResourceKind::Section | ResourceKind::Article => Site::section_path(name),
    };
    let change = Change::new(kind, id, tags_of(resource, id).and(tags));
    record(conn, change.at(after.map(path), before.map(path)), at)?;
    store::set_taxonomy_version(conn)
}

/// Invalidates the responses with these cache tags, when no article, section, author, tag or comment has changed.
pub fn invalidate(conn: &mut Conn, tags: &CacheTags) -> QueryResult<()> {
    store::insert(conn, None, tags, None)
}

/// Deletes the changes that are older than 30 days, in short transactions, so that other writers do not wait long.
pub async fn delete_old(db: &Db, now: Time) -> Result<(), db::Error> {
    let before = now.plus_seconds(-RETENTION);
    let is_old = move |conn: &mut Conn| Ok::<_, db::Error>(store::has_older_than(conn, before)?);
    while db.read(is_old).await? {
        db.write(move |conn| Ok::<_, db::Error>(store::delete_older_than(conn, before, BATCH_SIZE)?)).await?;
    }
    Ok(())
}

/// Runs [`delete_old`] every hour, forever. A failure is logged.
pub async fn delete_old_hourly(db: &Db, clock: &Clock) {
    loop {
        if let Err(error) = delete_old(db, clock.now()).await {
            log::warn!(error:%; "could not delete old content changes");
        }
        tokio::time::sleep(Duration::from_secs(60 * 60)).await;
    }
}

/// The cache tags of a resource itself, and of the list of all resources of its kind.
pub fn tags_of(kind: ResourceKind, id: i64) -> CacheTags {
    CacheTags::only(CacheTag::One(kind, id)).and([CacheTag::List(kind)])
}

/// The cache tags of the article lists of the section with that path, and of its ancestors.
pub fn ancestor_list_tags(conn: &mut Conn, path: &str) -> QueryResult<Vec<CacheTag>> {
    Ok(list_tags(&ancestor_sections(conn, path)?).collect())
}

/// The cache tags of the article lists of these sections.
pub fn list_tags(sections: &[i64]) -> impl Iterator<Item = CacheTag> {
    sections.iter().map(|id| CacheTag::Articles(ResourceKind::Section, *id))
}
