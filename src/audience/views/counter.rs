//! Counts views in memory, and adds them to the database in batches.
//!
//! A reader counts once an hour per article. Readers are distinguished by a digest of their network, which is made
//! with a secret of the day and never leaves the memory.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::mem;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use quick_cache::sync::Cache;

use super::store;
use crate::Error;
use crate::content::Time;
use crate::content::time_bucket::TimeBucket;
use crate::db::{self, Conn, Db};
use crate::http::Clock;

/// The most counts that one transaction adds.
const MAX_BATCH: usize = 500;

/// The time between two flushes.
const FLUSH_INTERVAL: Duration = Duration::from_secs(5);

/// For how long a reader does not count again for an article, in seconds.
const REPEAT_WINDOW: i64 = 60 * 60;

/// The most pairs of a reader and an article that are remembered. With more, older ones are dropped.
const MAX_READERS: usize = 100_000;

/// The views of an article in the ten minutes that start at a second, by `(article, second)`.
type Counts = HashMap<(i64, i64), i32>;

/// The views since the last flush, and the readers of the last hour.
pub struct ViewCounter {
    counts: Mutex<Counts>,
    /// When a reader counted last for an article, in seconds.
    last_views: Cache<u64, i64>,
    /// The start of the day, in seconds, and the secret of that day.
    secret: Mutex<(i64, RandomState)>,
}

impl Default for ViewCounter {
    fn default() -> Self {
        Self {
            counts: Mutex::default(),
            last_views: Cache::new(MAX_READERS),
            secret: Mutex::new((i64::MIN, RandomState::new())),
        }
    }
}

impl ViewCounter {
    /// Counts a view, unless the same reader counted for the article within the hour. `reader` is the network of
    /// the client.
    pub fn count(&self, article: i64, reader: IpAddr, now: Time) {
        let now = now.seconds();
        let digest = self.digest(article, reader, now);
        if self.last_views.get(&digest).is_some_and(|last| now < last + REPEAT_WINDOW) {
            return;
        }
        self.last_views.insert(digest, now);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((article, TimeBucket::TenMinutes.start(now))).or_default() += 1;
    }

    fn digest(&self, article: i64, reader: IpAddr, now: i64) -> u64 {
        let today = TimeBucket::Day.start(now);
        let mut secret = self.secret.lock().unwrap_or_else(PoisonError::into_inner);
        if secret.0 != today {
            *secret = (today, RandomState::new());
        }
        secret.1.hash_one((article, reader))
    }

    /// Flushes the counts every 5 seconds, forever. A failure is logged, and the next flush tries again.
    pub async fn run(&self, db: &Db, clock: &Clock) {
        loop {
            tokio::time::sleep(FLUSH_INTERVAL).await;
            if let Err(error) = self.flush(db, clock).await {
                log::warn!(error:%; "could not store the views, the next flush tries again");
            }
        }
    }

    /// Adds the counts to the database, in several transactions when there are many. On an error it keeps the
    /// counts that are not stored for the next call.
    pub async fn flush(&self, db: &Db, clock: &Clock) -> Result<(), Error> {
        let counts = mem::take(&mut *self.counts.lock().unwrap_or_else(PoisonError::into_inner));
        let mut remaining: Vec<_> = counts.into_iter().collect();
        while !remaining.is_empty() {
            let batch: Counts =
                remaining.split_off(remaining.len().saturating_sub(MAX_BATCH)).into_iter().collect();
            let (added, now) = (batch.clone(), clock.now());
            let add = move |c: &mut Conn| store::add(c, &added, now).map_err(db::Error::from);
            let stored = db.write_audience(add).await;
            if let Err(error) = stored {
                // A batch that may have been stored is dropped: too few views are better than invented ones.
                let may_be_stored = matches!(error, db::Error::Unconfirmed);
                let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
                for (key, views) in remaining.into_iter().chain(batch.into_iter().filter(|_| !may_be_stored))
                {
                    *counts.entry(key).or_default() += views;
                }
                return Err(error.into());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use super::*;

    fn total(views: &[(i64, &str, i64)]) -> i32 {
        let counter = ViewCounter::default();
        for (article, address, second) in views {
            counter.count(*article, address.parse().unwrap(), Time::from_micros(second * 1_000_000));
        }
        let counts = counter.counts.lock().unwrap();
        counts.values().sum()
    }

    #[test]
    fn a_reader_counts_once_an_hour_for_an_article() {
        assert_eq!(total(&[(1, "192.0.2.1", 0), (1, "192.0.2.1", 3599)]), 1);
        assert_eq!(total(&[(1, "192.0.2.1", 0), (1, "192.0.2.1", 3600)]), 2);
        assert_eq!(total(&[(1, "192.0.2.1", 0), (2, "192.0.2.1", 1), (1, "192.0.2.2", 2)]), 3);
    }
}
