//! Views, counted in memory and written in batches.
//!
//! One reader counts once an hour for an article. Readers are told apart by their addresses, of which only a digest
//! is kept, in memory, made with a secret of the day: nothing tells who they were.

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

/// How many counts are written in one transaction.
const LOT: usize = 500;

/// The time between two batches.
const BATCH: Duration = Duration::from_secs(5);

/// How long a reader does not count again for an article, in seconds.
const ONCE_IN: i64 = 60 * 60;

/// How many readers of articles are remembered; beyond that, those are forgotten who came long ago.
const REMEMBERED: usize = 100_000;

/// The articles of a batch, and how often each was read in which ten minutes.
type Batch = HashMap<(i64, i64), i32>;

/// What has been read since the last batch, and who has read.
pub struct Views {
    batch: Mutex<Batch>,
    /// When a reader counted last for an article, in seconds.
    readers: Cache<u64, i64>,
    secret: Mutex<(i64, RandomState)>,
}

impl Default for Views {
    fn default() -> Self {
        Self {
            batch: Mutex::default(),
            readers: Cache::new(REMEMBERED),
            secret: Mutex::new((i64::MIN, RandomState::new())),
        }
    }
}

impl Views {
    /// Counts a view, unless this reader, who is the client of a request, counted for the article within the hour.
    pub fn count(&self, article: i64, reader: IpAddr, now: Time) {
        let now = now.seconds();
        let digest = self.digest(article, reader, now);
        if self.readers.get(&digest).is_some_and(|last| now < last + ONCE_IN) {
            return;
        }
        self.readers.insert(digest, now);
        let mut batch = self.batch.lock().unwrap_or_else(PoisonError::into_inner);
        *batch.entry((article, TimeBucket::TenMinutes.start(now))).or_default() += 1;
    }

    fn digest(&self, article: i64, reader: IpAddr, now: i64) -> u64 {
        let day = TimeBucket::Day.start(now);
        let mut secret = self.secret.lock().unwrap_or_else(PoisonError::into_inner);
        if secret.0 != day {
            *secret = (day, RandomState::new());
        }
        secret.1.hash_one((article, reader))
    }

    /// Writes what was counted, at all times. What cannot be written is kept for the next batch.
    pub async fn run(&self, db: &Db, clock: &Clock) {
        loop {
            tokio::time::sleep(BATCH).await;
            if let Err(error) = self.write(db, clock).await {
                log::warn!("views are not written yet: {error}");
            }
        }
    }

    /// Writes what was counted, in lots: after a long outage there may be much of it, and others write too.
    pub async fn write(&self, db: &Db, clock: &Clock) -> Result<(), Error> {
        let batch = mem::take(&mut *self.batch.lock().unwrap_or_else(PoisonError::into_inner));
        let mut counted: Vec<_> = batch.into_iter().collect();
        while !counted.is_empty() {
            let lot: HashMap<_, _> =
                counted.split_off(counted.len().saturating_sub(LOT)).into_iter().collect();
            let (counts, now) = (lot.clone(), clock.now());
            let add = move |c: &mut Conn| store::add(c, &counts, now).map_err(db::Error::from);
            let written = db.write_for_reader(add).await;
            if let Err(error) = written {
                // What may have been written is not written again: a view too few is better than views that nobody had.
                let lost = matches!(error, db::Error::Unconfirmed);
                let mut kept = self.batch.lock().unwrap_or_else(PoisonError::into_inner);
                for (key, views) in counted.into_iter().chain(lot.into_iter().filter(|_| !lost)) {
                    *kept.entry(key).or_default() += views;
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

    fn counted(views: &[(i64, &str, i64)]) -> i32 {
        let counter = Views::default();
        for (article, address, second) in views {
            counter.count(*article, address.parse().unwrap(), Time::from_micros(second * 1_000_000));
        }
        let batch = counter.batch.lock().unwrap();
        batch.values().sum()
    }

    #[test]
    fn a_reader_counts_once_an_hour_for_an_article() {
        assert_eq!(counted(&[(1, "192.0.2.1", 0), (1, "192.0.2.1", 3599)]), 1);
        assert_eq!(counted(&[(1, "192.0.2.1", 0), (1, "192.0.2.1", 3600)]), 2);
        assert_eq!(counted(&[(1, "192.0.2.1", 0), (2, "192.0.2.1", 1), (1, "192.0.2.2", 2)]), 3);
    }
}
