//! How often something may happen in a time.

use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use quick_cache::sync::Cache;

use crate::content::Time;

/// How many different keys are counted at once; of more, those are forgotten that come up least.
const MAX_KEYS: usize = 50_000;

/// How often something may happen in a window of time.
#[derive(Debug, PartialEq, Eq)]
pub struct Policy {
    /// What is limited.
    pub name: &'static str,
    /// How often it may happen in a window.
    pub quota: u32,
    /// The length of a window, in seconds.
    pub window: i64,
    /// The policy as the `RateLimit-Policy` header has it (draft-ietf-httpapi-ratelimit-headers-11).
    pub header: &'static str,
}

/// Declares a [`Policy`]: its name, quota and window.
macro_rules! policy {
    ($name:literal, $quota:literal, $window:literal) => {
        $crate::http::limits::Policy {
            name: $name,
            quota: $quota,
            window: $window,
            header: concat!("\"", $name, "\";q=", $quota, ";w=", $window),
        }
    };
}

pub(crate) use policy;

/// Counts what happens under a key, from its first time on until the window is over.
pub struct Throttle<K> {
    policy: &'static Policy,
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
    /// The limit it stands under.
    pub policy: &'static Policy,
    /// How often it still may happen in this window.
    pub remaining: u32,
    /// Seconds until the window is over.
    pub reset: i64,
    /// Whether it may not happen now.
    pub is_over: bool,
}

/// The usage as the `RateLimit` header has it.
impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\";r={};t={}", self.policy.name, self.remaining, self.reset)
    }
}

impl<K: Clone + Eq + Hash> Throttle<K> {
    /// Lets each key come up as often as the policy says.
    pub fn new(policy: &'static Policy) -> Self {
        Self { policy, counts: Cache::new(MAX_KEYS) }
    }

    /// Counts one more time, unless there have been as many as may be.
    pub fn take(&self, key: &K, now: Time) -> Usage {
        let now = now.seconds();
        let fresh = || Ok::<_, ()>(Arc::new(Mutex::new(Count { end: now + self.policy.window, number: 0 })));
        let Ok(count) = self.counts.get_or_insert_with(key, fresh) else {
            return self.usage(Count { end: now, number: 0 }, now, false);
        };
        let mut count = count.lock().unwrap_or_else(PoisonError::into_inner);
        // A window that ends later than one that begins now is left from a clock that was ahead.
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

    fn at(second: i64) -> Time {
        Time::from_micros(second * 1_000_000)
    }

    static POLICY: Policy = policy!("tries", 2, 60);

    fn usage(remaining: u32, reset: i64, is_over: bool) -> Usage {
        Usage { policy: &POLICY, remaining, reset, is_over }
    }

    #[test]
    fn a_key_comes_up_so_often_in_a_window_and_then_again() {
        let throttle = Throttle::new(&POLICY);
        assert_eq!(throttle.take(&"a", at(5)), usage(1, 60, false));
        assert_eq!(throttle.take(&"a", at(64)), usage(0, 1, false));
        assert_eq!(throttle.take(&"a", at(64)), usage(0, 1, true));
        assert!(!throttle.take(&"b", at(64)).is_over);
        assert_eq!(throttle.take(&"a", at(65)), usage(1, 60, false));
    }

    #[test]
    fn a_policy_and_its_usage_are_written_as_structured_fields() {
        assert_eq!(POLICY.header, r#""tries";q=2;w=60"#);
        assert_eq!(usage(1, 60, false).to_string(), r#""tries";r=1;t=60"#);
    }
}
