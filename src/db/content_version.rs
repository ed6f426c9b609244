//! Which version of the content readers see, and what changed from one to the next.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{PoisonError, RwLock};

use diesel::prelude::*;

use super::schema::{content_changes, site};
use super::{Conn, Json, QueryResult, Statement, published_search};
use crate::content::Time;
use crate::content::cache_tags::CacheTag;

/// The most changes that a server looks at to catch up. After more, none of its kept answers are valid.
const MAX_CHANGES: i64 = 10_000;

/// The most tags that a server keeps in mind, of some 60 bytes each. Beyond, it begins anew.
const MAX_TAGS: usize = 200_000;

/// The state of everything that readers can see. Every change of it makes a new edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable)]
pub struct ContentVersion {
    /// Its number, the content version: each change counts it up by one.
    pub number: i64,
    /// When it was made.
    pub updated_at: Time,
    /// The number of the edition in which the name of a section, author or tag last changed.
    pub names_version: i64,
}

impl ContentVersion {
    /// Where it stands in the row of the site, for statements that tell it along with what they find.
    pub const COLUMNS: (site::content_version, site::content_updated_at, site::names_version) =
        (site::content_version, site::content_updated_at, site::names_version);

    /// The edition that a transaction sees.
    pub fn of(conn: &mut Conn) -> QueryResult<Self> {
        site::table.find(1).select(Self::COLUMNS).first(conn)
    }

    /// Dates it, just before it is committed: a transaction may have waited for its turn since it was asked for, and
    /// readers may have had the edition before until now. Times of editions only grow, also where clocks differ.
    pub(super) fn stamp(&mut self, conn: &mut Conn, now: Time) -> QueryResult<()> {
        if now <= self.updated_at {
            return Ok(());
        }
        self.updated_at = now;
        let update = Statement::<()>::new("UPDATE site SET content_updated_at = ? WHERE id = 1");
        update.number(now.micros()).execute(conn).map(drop)
    }
}

/// What changed between two editions.
#[derive(Debug)]
pub(super) struct Changes {
    /// The later one.
    pub content_version: ContentVersion,
    /// The tags that were touched, each with the edition that touched it; `None` when they are too many or no longer
    /// known.
    touched: Option<Vec<(CacheTag, i64)>>,
}

impl Changes {
    /// What changed after the edition with that number, as a transaction sees it.
    pub fn since(conn: &mut Conn, known: i64) -> QueryResult<Self> {
        let content_version = ContentVersion::of(conn)?;
        let missing = content_version.number - known;
        if missing <= 0 {
            return Ok(Self { content_version, touched: Some(Vec::new()) });
        }
        // A server that has just been started has kept nothing yet.
        if known == 0 || missing > MAX_CHANGES {
            return Ok(Self { content_version, touched: None });
        }
        let rows: Vec<(i64, Json)> = content_changes::table
            .filter(content_changes::sequence.gt(known))
            .select((content_changes::sequence, content_changes::cache_tags))
            .load(conn)?;
        let is_whole = i64::try_from(rows.len()) == Ok(missing);
        let mut touched = Vec::new();
        for (number, tags) in rows {
            let names: Vec<String> = tags.read()?;
            // What a newer version of the program calls otherwise may be anything.
            touched.extend(names.iter().map(|name| (name.parse().unwrap_or(CacheTag::Content), number)));
        }
        Ok(Self { content_version, touched: is_whole.then_some(touched) })
    }
}

/// Keeps the editions of one server: dates those that are made through it, and learns of all.
pub(super) struct VersionTracker {
    known: KnownChanges,
    now: Box<dyn Fn() -> Time + Send + Sync>,
}

impl VersionTracker {
    /// Those of a server whose clock is `now`.
    pub(super) fn new(now: impl Fn() -> Time + Send + Sync + 'static) -> Self {
        Self { known: KnownChanges::default(), now: Box::new(now) }
    }

    /// What is known of them here.
    pub(super) fn known(&self) -> &KnownChanges {
        &self.known
    }

    /// What a transaction that writes leaves behind, when it began after the edition with that number. Call it just before
    /// the commit: it dates a new edition. Without `before` it dates none: the newest one may be another transaction's, which has
    /// dated it.
    pub(super) fn close(&self, conn: &mut Conn, before: Option<i64>) -> QueryResult<Changes> {
        let mut changes = Changes::since(conn, self.known.newest())?;
        if before.is_some_and(|before| changes.content_version.number > before) {
            published_search::index_queued(conn)?;
            changes.content_version.stamp(conn, (self.now)())?;
        }
        Ok(changes)
    }
}

/// What a server knows of the editions: the newest one, and which one touched each tag last.
#[derive(Debug, Default)]
pub(super) struct KnownChanges {
    newest: AtomicI64,
    touched: RwLock<Touched>,
}

#[derive(Debug, Default)]
struct Touched {
    /// For each tag the edition that touched it last.
    by: HashMap<CacheTag, i64>,
    /// From which edition on that is complete.
    since: i64,
}

impl KnownChanges {
    /// Takes note of changes that follow on an edition known here.
    pub(super) fn learn(&self, changes: &Changes) {
        let number = changes.content_version.number;
        let mut known = self.touched.write().unwrap_or_else(PoisonError::into_inner);
        if number <= self.newest() {
            return;
        }
        match &changes.touched {
            Some(touched) if known.by.len() + touched.len() <= MAX_TAGS => {
                for (tag, by) in touched {
                    let last = known.by.entry(*tag).or_default();
                    *last = (*last).max(*by);
                }
            }
            _ => *known = Touched { by: HashMap::new(), since: number },
        }
        // Only now, so that whoever sees the number finds its tags.
        self.newest.store(number, Ordering::SeqCst);
    }

    /// The number of the newest edition. It only grows.
    pub(super) fn newest(&self) -> i64 {
        self.newest.load(Ordering::SeqCst)
    }

    /// Whether no change after the edition `number` has touched any of the tags.
    pub(super) fn are_untouched(&self, tags: &[CacheTag], number: i64) -> bool {
        let known = self.touched.read().unwrap_or_else(PoisonError::into_inner);
        number >= known.since
            && tags
                .iter()
                .chain([&CacheTag::Content])
                .all(|tag| known.by.get(tag).is_none_or(|by| *by <= number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::vocabulary::ResourceKind;

    const ONE: CacheTag = CacheTag::One(ResourceKind::Article, 1);
    const OTHER: CacheTag = CacheTag::One(ResourceKind::Article, 2);

    fn changes(number: i64, touched: Option<Vec<(CacheTag, i64)>>) -> Changes {
        let content_version = ContentVersion { number, updated_at: Time::from_micros(0), names_version: 0 };
        Changes { content_version, touched }
    }

    #[test]
    fn an_answer_is_valid_until_one_of_its_tags_is_touched() {
        let known = KnownChanges::default();
        known.learn(&changes(7, None));
        assert!(known.are_untouched(&[ONE], 7) && !known.are_untouched(&[ONE], 6));
        known.learn(&changes(9, Some(vec![(ONE, 8), (OTHER, 9)])));
        assert_eq!(known.newest(), 9);
        assert!(known.are_untouched(&[ONE], 8) && !known.are_untouched(&[ONE], 7));
        assert!(!known.are_untouched(&[ONE, OTHER], 8) && known.are_untouched(&[], 7));
        known.learn(&changes(10, Some(vec![(CacheTag::Content, 10)])));
        assert!(!known.are_untouched(&[], 9));
    }

    #[test]
    fn what_is_learned_late_changes_nothing() {
        let known = KnownChanges::default();
        known.learn(&changes(9, Some(vec![(ONE, 9)])));
        known.learn(&changes(8, Some(vec![(OTHER, 8)])));
        assert_eq!(known.newest(), 9);
    }

    #[test]
    fn too_many_tags_are_forgotten_with_all_that_was_kept() {
        let known = KnownChanges::default();
        let many = |from: i64, to: i64, by| {
            Some((from..to).map(|id| (CacheTag::One(ResourceKind::Tag, id), by)).collect())
        };
        known.learn(&changes(1, many(0, 150_000, 1)));
        assert!(known.are_untouched(&[ONE], 0));
        known.learn(&changes(2, many(150_000, 300_000, 2)));
        assert!(!known.are_untouched(&[ONE], 1) && known.are_untouched(&[ONE], 2));
    }
}
