//! How often something may happen in a time.

use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use quick_cache::sync::Cache;

use crate::content::Time;

/// How many different keys are counted at once; of more, those are forgotten that come up least.
const MAX_KEYS: usize = 50_000;

/// Counts what happens under a key, from its first time on until the window is over.
pub struct Throttle<K> {
    limit: u32,
    window: i64,
    counts: Cache<K, Arc<Mutex<Count>>>,
}

/// What has happened under a key.
#[derive(Clone, Copy, Debug)]
struct Count {
    /// When the window ends, in seconds.
    end: i64,
    number: u32,
}

/// Where a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// How often it may come up in a window.
    pub limit: u32,
    /// How often it still may.
    pub remaining: u32,
    /// Seconds until the window is over.
    pub reset: i64,
    /// Whether it may not come up now.
    pub is_over: bool,
}

impl<K: Clone + Eq + Hash> Throttle<K> {
    /// Lets a key come up `limit` times in `window` seconds.
    pub fn new(limit: u32, window: i64) -> Self {
        Self { limit, window, counts: Cache::new(MAX_KEYS) }
    }

    /// Counts one more time, unless there have been as many as may be.
    pub fn take(&self, key: &K, now: Time) -> Usage {
        let now = now.seconds();
        let fresh = || Ok::<_, ()>(Arc::new(Mutex::new(Count { end: now + self.window, number: 0 })));
        let Ok(count) = self.counts.get_or_insert_with(key, fresh) else {
            return self.usage(Count { end: now, number: 0 }, now, false);
        };
        let mut count = count.lock().unwrap_or_else(PoisonError::into_inner);
        if count.end <= now {
            *count = Count { end: now + self.window, number: 0 };
        }
        let is_over = count.number >= self.limit;
        if !is_over {
            count.number += 1;
        }
        self.usage(*count, now, is_over)
    }

    /// Takes one time back.
    pub fn give_back(&self, key: &K) {
        if let Some(count) = self.counts.get(key) {
            let mut count = count.lock().unwrap_or_else(PoisonError::into_inner);
            count.number = count.number.saturating_sub(1);
        }
    }

    /// Forgets a key.
    pub fn forget(&self, key: &K) {
        self.counts.remove(key);
    }

    fn usage(&self, count: Count, now: i64, is_over: bool) -> Usage {
        let remaining = self.limit.saturating_sub(count.number);
        Usage { limit: self.limit, remaining, reset: count.end - now, is_over }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Time {
        Time::from_micros(second * 1_000_000)
    }

    #[test]
    fn a_key_comes_up_so_often_in_a_window_and_then_again() {
        let throttle = Throttle::new(2, 60);
        assert_eq!(throttle.take(&"a", at(5)), Usage { limit: 2, remaining: 1, reset: 60, is_over: false });
        assert_eq!(throttle.take(&"a", at(64)), Usage { limit: 2, remaining: 0, reset: 1, is_over: false });
        assert_eq!(throttle.take(&"a", at(64)), Usage { limit: 2, remaining: 0, reset: 1, is_over: true });
        assert!(!throttle.take(&"b", at(64)).is_over);
        assert_eq!(throttle.take(&"a", at(65)), Usage { limit: 2, remaining: 1, reset: 60, is_over: false });
    }

    #[test]
    fn what_is_given_back_or_forgotten_counts_no_more() {
        let throttle = Throttle::new(1, 60);
        throttle.take(&"a", at(0));
        throttle.give_back(&"a");
        throttle.give_back(&"a");
        assert!(!throttle.take(&"a", at(0)).is_over);
        assert!(throttle.take(&"a", at(0)).is_over);
        throttle.forget(&"a");
        assert!(!throttle.take(&"a", at(0)).is_over);
    }
}
