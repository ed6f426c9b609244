//! Rate limit policies, how much of them a client has used, and the headers that report both
//! (draft-ietf-httpapi-ratelimit-headers-11).

use std::fmt;

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// How many requests of one kind a client may send in a window of time.
#[derive(Debug, PartialEq, Eq)]
pub struct Policy {
    /// The kind of request.
    pub name: &'static str,
    /// How many are allowed in a window.
    pub quota: u32,
    /// The length of a window, in seconds.
    pub window: i64,
    /// The policy as an item of the `RateLimit-Policy` header.
    pub header: &'static str,
}

/// Declares a [`Policy`]: its name, quota and window.
macro_rules! policy {
    ($name:literal, $quota:literal, $window:literal) => {
        $crate::http::rate_limit::Policy {
            name: $name,
            quota: $quota,
            window: $window,
            header: concat!("\"", $name, "\";q=", $quota, ";w=", $window),
        }
    };
}

pub(crate) use policy;

/// How much of a policy one key has used in its current window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// The policy that applies.
    pub policy: &'static Policy,
    /// How many more requests are allowed in this window.
    pub remaining: u32,
    /// Seconds until the window ends.
    pub reset: i64,
    /// Whether this request is over the quota and must be refused.
    pub is_over: bool,
}

impl fmt::Display for Usage {
    /// Writes the usage as an item of the `RateLimit` header.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\";r={};t={}", self.policy.name, self.remaining, self.reset)
    }
}

/// Adds `RateLimit-Policy` and `RateLimit`. Does nothing without usages, or when the response has the headers already.
pub fn add_headers(headers: &mut HeaderMap, usages: &[Usage]) {
    if headers.contains_key(RATE_LIMIT) {
        return;
    }
    let (policies, remaining) = match usages {
        [] => return,
        // Nearly all requests have one limit, whose policy needs no new text.
        [usage] => (Some(HeaderValue::from_static(usage.policy.header)), usage.to_string()),
        usages => {
            let policies: Vec<_> = usages.iter().map(|usage| usage.policy.header).collect();
            let remaining: Vec<_> = usages.iter().map(Usage::to_string).collect();
            (HeaderValue::try_from(policies.join(", ")).ok(), remaining.join(", "))
        }
    };
    if let (Some(policies), Ok(remaining)) = (policies, HeaderValue::try_from(remaining)) {
        headers.insert(RATE_LIMIT_POLICY, policies);
        headers.insert(RATE_LIMIT, remaining);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static POLICY: Policy = policy!("tries", 2, 60);

    #[test]
    fn a_policy_and_its_usage_are_written_as_structured_fields() {
        assert_eq!(POLICY.header, r#""tries";q=2;w=60"#);
        let usage = Usage { policy: &POLICY, remaining: 1, reset: 60, is_over: false };
        assert_eq!(usage.to_string(), r#""tries";r=1;t=60"#);
    }
}
