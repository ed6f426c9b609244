//! Counts events by key in fixed windows of time.

use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use quick_cache::sync::Cache;

use crate::content::Time;
use crate::http::rate_limit::{Policy, Usage};

/// The most keys that a throttle counts. With more keys it drops the ones that are used least.
const MAX_KEYS: usize = 50_000;

/// Allows `policy.quota` events for each key in a window. A window starts with the first event of a key.
pub struct Throttle<K> {
    policy: &'static Policy,
    counts: Cache<K, Arc<Mutex<Count>>>,
}

/// The events of a key in its current window.
#[derive(Clone, Copy, Debug)]
struct Count {
    /// When the window ends, in seconds since 1970.
    end: i64,
    number: u32,
}

impl<K: Clone + Eq + Hash> Throttle<K> {
    /// A throttle that has counted nothing.
    pub fn new(policy: &'static Policy) -> Self {
        Self { policy, counts: Cache::new(MAX_KEYS) }
    }

    /// Counts one event at `now` and returns the usage after it. An event over the quota is not counted: its usage has
    /// `is_over`.
    pub fn take(&self, key: &K, now: Time) -> Usage {
        let now = now.seconds();
        let new_count =
            || Ok::<_, ()>(Arc::new(Mutex::new(Count { end: now + self.policy.window, number: 0 })));
        let Ok(count) = self.counts.get_or_insert_with(key, new_count) else {
            return self.usage(Count { end: now, number: 0 }, now, false);
        };
        let mut count = count.lock().unwrap_or_else(PoisonError::into_inner);
        // A window that ends after a new one would end is left from a clock that was set back.
        if count.end <= now || count.end > now + self.policy.window {
            *count = Count { end: now + self.policy.window, number: 0 };
        }
        let is_over = count.number >= self.policy.quota;
        if !is_over {
            count.number += 1;
        }
        self.usage(*count, now, is_over)
    }

    fn usage(&self, count: Count, now: i64, is_over: bool) -> Usage {
        let remaining = self.policy.quota.saturating_sub(count.number);
        Usage { policy: self.policy, remaining, reset: count.end - now, is_over }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::rate_limit::policy;

    fn at(second: i64) -> Time {
        Time::from_micros(second * 1_000_000)
    }

    static POLICY: Policy = policy!("tries", 2, 60);

    fn usage(remaining: u32, reset: i64, is_over: bool) -> Usage {
        Usage { policy: &POLICY, remaining, reset, is_over }
    }

    #[test]
    fn a_key_has_its_quota_in_each_window() {
        let throttle = Throttle::new(&POLICY);
        assert_eq!(throttle.take(&"a", at(5)), usage(1, 60, false));
        assert_eq!(throttle.take(&"a", at(64)), usage(0, 1, false));
        assert_eq!(throttle.take(&"a", at(64)), usage(0, 1, true));
        assert!(!throttle.take(&"b", at(64)).is_over);
        assert_eq!(throttle.take(&"a", at(65)), usage(1, 60, false));
    }
}
