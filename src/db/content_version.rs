//! The version of the published content, and which cache tags each version has touched.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{PoisonError, RwLock};

use diesel::QueryResult;
use diesel::prelude::*;

use super::conn::Conn;
use super::dialect::{Statement, published_search};
use super::schema::{content_changes, site};
use super::types::Json;
use crate::content::Time;
use crate::content::cache_tags::CacheTag;

/// The most changes that a server reads to catch up. After more of them it treats all its cached responses as
/// invalid.
const MAX_CHANGES: i64 = 10_000;

/// The most tags whose last change a server stores in memory, at about 60 bytes each. With more it clears them, and
/// treats all its cached responses as invalid.
const MAX_TAGS: usize = 200_000;

/// The version of everything that readers can see. Every visible change creates a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable)]
pub struct ContentVersion {
    /// Its number. Each change increments it by one.
    pub number: i64,
    /// When it was created.
    pub updated_at: Time,
    /// The number of the content version in which a section, author or tag was last created, changed or deleted.
    pub taxonomy_version: i64,
}

impl ContentVersion {
    /// Its columns in the table `site`, for statements that select it together with other columns.
    pub const COLUMNS: (site::content_version, site::content_updated_at, site::taxonomy_version) =
        (site::content_version, site::content_updated_at, site::taxonomy_version);

    /// Reads the content version that the current transaction sees.
    pub fn of(conn: &mut Conn) -> QueryResult<Self> {
        site::table.find(1).select(Self::COLUMNS).first(conn)
    }

    /// Sets its time to `now`, unless `now` is earlier, so that times never go back where the clocks of servers
    /// differ. Call it just before the commit: the transaction may have waited, and readers have seen the previous
    /// version until now.
    pub(super) fn stamp(&mut self, conn: &mut Conn, now: Time) -> QueryResult<()> {
        if now <= self.updated_at {
            return Ok(());
        }
        self.updated_at = now;
        let update = Statement::<()>::new("UPDATE site SET content_updated_at = ? WHERE id = 1");
        update.number(now.micros()).execute(conn).map(drop)
    }
}

/// What changed between two content versions.
#[derive(Debug)]
pub(super) struct ChangeSet {
    /// The later version.
    pub content_version: ContentVersion,
    /// The touched tags, each with the number of the version that touched it. `None` when there are too many, or
    /// when the changes were already deleted.
    touched: Option<Vec<(CacheTag, i64)>>,
}

impl ChangeSet {
    /// Reads the changes after content version `known` that the current transaction sees.
    pub fn since(conn: &mut Conn, known: i64) -> QueryResult<Self> {
        let content_version = ContentVersion::of(conn)?;
        let missing = content_version.number - known;
        if missing <= 0 {
            return Ok(Self { content_version, touched: Some(Vec::new()) });
        }
        // A server that has just started has an empty cache, so it needs no tags.
        if known == 0 || missing > MAX_CHANGES {
            return Ok(Self { content_version, touched: None });
        }
        let rows: Vec<(i64, Json)> = content_changes::table
            .filter(content_changes::sequence.gt(known))
            .select((content_changes::sequence, content_changes::cache_tags))
            .load(conn)?;
        let is_complete = i64::try_from(rows.len()) == Ok(missing);
        let mut touched = Vec::new();
        for (number, tags) in rows {
            let tags: Vec<String> = tags.read()?;
            // A tag of a newer release of Broadsheet is unknown here, so it invalidates everything.
            touched.extend(tags.iter().map(|tag| (tag.parse().unwrap_or(CacheTag::Content), number)));
        }
        Ok(Self { content_version, touched: is_complete.then_some(touched) })
    }
}

/// Tracks the content versions of the database on one server, and stores the time of those that this server
/// creates.
pub(super) struct VersionTracker {
    tag_versions: TagVersions,
    now: Box<dyn Fn() -> Time + Send + Sync>,
}

impl VersionTracker {
    /// A tracker that knows no content version yet. `now` is the server's clock.
    pub(super) fn new(now: impl Fn() -> Time + Send + Sync + 'static) -> Self {
        Self { tag_versions: TagVersions::default(), now: Box::new(now) }
    }

    /// The versions in which the cache tags last changed.
    pub(super) fn tag_versions(&self) -> &TagVersions {
        &self.tag_versions
    }

    /// Returns the changes that a write transaction makes known. Call it just before the commit.
    ///
    /// `before` is the number of the content version at the start of the transaction. If the transaction created a
    /// newer one, its time is stored, and the search index is updated. Without `before` neither is done, because
    /// another transaction may have created the newest version and has then stored its time.
    pub(super) fn before_commit(&self, conn: &mut Conn, before: Option<i64>) -> QueryResult<ChangeSet> {
        let mut changes = ChangeSet::since(conn, self.tag_versions.newest())?;
        if before.is_some_and(|before| changes.content_version.number > before) {
            published_search::index_queued(conn)?;
            changes.content_version.stamp(conn, (self.now)())?;
        }
        Ok(changes)
    }
}

/// The newest content version that a server knows, and the version in which each cache tag last changed.
#[derive(Debug, Default)]
pub(super) struct TagVersions {
    newest: AtomicI64,
    last_changes: RwLock<LastChanges>,
}

#[derive(Debug, Default)]
struct LastChanges {
    /// For each tag, the number of the content version that touched it last.
    by_tag: HashMap<CacheTag, i64>,
    /// The number of the content version since which `by_tag` is complete.
    complete_since: i64,
}

impl TagVersions {
    /// Adds changes that follow a known content version. Changes that are known already have no effect.
    pub(super) fn apply(&self, changes: &ChangeSet) {
        let number = changes.content_version.number;
        let mut last_changes = self.last_changes.write().unwrap_or_else(PoisonError::into_inner);
        if number <= self.newest() {
            return;
        }
        match &changes.touched {
            Some(touched) if last_changes.by_tag.len() + touched.len() <= MAX_TAGS => {
                for (tag, version) in touched {
                    let last = last_changes.by_tag.entry(*tag).or_default();
                    *last = (*last).max(*version);
                }
            }
            _ => *last_changes = LastChanges { by_tag: HashMap::new(), complete_since: number },
        }
        // Stored last, so that a thread that reads the number also finds the tags.
        self.newest.store(number, Ordering::SeqCst);
    }

    /// The number of the newest known content version. It never decreases.
    pub(super) fn newest(&self) -> i64 {
        self.newest.load(Ordering::SeqCst)
    }

    /// Whether no known change after content version `version` has touched any of the tags.
    pub(super) fn is_unchanged_since(&self, tags: &[CacheTag], version: i64) -> bool {
        let last_changes = self.last_changes.read().unwrap_or_else(PoisonError::into_inner);
        version >= last_changes.complete_since
            && tags
                .iter()
                .chain([&CacheTag::Content])
                .all(|tag| last_changes.by_tag.get(tag).is_none_or(|last| *last <= version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::vocabulary::ResourceKind;

    const ONE: CacheTag = CacheTag::One(ResourceKind::Article, 1);
    const OTHER: CacheTag = CacheTag::One(ResourceKind::Article, 2);

    fn changes(number: i64, touched: Option<Vec<(CacheTag, i64)>>) -> ChangeSet {
        let content_version =
            ContentVersion { number, updated_at: Time::from_micros(0), taxonomy_version: 0 };
        ChangeSet { content_version, touched }
    }

    #[test]
    fn a_response_is_valid_until_one_of_its_tags_is_touched() {
        let versions = TagVersions::default();
        versions.apply(&changes(7, None));
        assert!(versions.is_unchanged_since(&[ONE], 7) && !versions.is_unchanged_since(&[ONE], 6));
        versions.apply(&changes(9, Some(vec![(ONE, 8), (OTHER, 9)])));
        assert_eq!(versions.newest(), 9);
        assert!(versions.is_unchanged_since(&[ONE], 8) && !versions.is_unchanged_since(&[ONE], 7));
        assert!(!versions.is_unchanged_since(&[ONE, OTHER], 8) && versions.is_unchanged_since(&[], 7));
        versions.apply(&changes(10, Some(vec![(CacheTag::Content, 10)])));
        assert!(!versions.is_unchanged_since(&[], 9));
    }

    #[test]
    fn changes_that_are_older_than_the_newest_have_no_effect() {
        let versions = TagVersions::default();
        versions.apply(&changes(9, Some(vec![(ONE, 9)])));
        versions.apply(&changes(8, Some(vec![(OTHER, 8)])));
        assert_eq!(versions.newest(), 9);
    }

    #[test]
    fn too_many_tags_invalidate_all_responses() {
        let versions = TagVersions::default();
        let many = |from: i64, to: i64, by| {
            Some((from..to).map(|id| (CacheTag::One(ResourceKind::Tag, id), by)).collect())
        };
        versions.apply(&changes(1, many(0, 150_000, 1)));
        assert!(versions.is_unchanged_since(&[ONE], 0));
        versions.apply(&changes(2, many(150_000, 300_000, 2)));
        assert!(!versions.is_unchanged_since(&[ONE], 1) && versions.is_unchanged_since(&[ONE], 2));
    }
}
