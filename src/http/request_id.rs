//! Request ids: each response and each log line of a request has one.

use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::http::header::{HeaderMap, HeaderName};

/// The header with the id, in requests and in responses.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request. [`super::envelope`] stores it in the extensions of each request.
#[derive(Clone, Debug)]
pub struct RequestId(String);

impl RequestId {
    /// The id as text: 1 to 64 ASCII letters, digits, `.`, `_` or `-`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Generates ids that no other server and no other start of this server generates.
#[derive(Debug)]
pub struct RequestIds {
    start: u64,
    next: AtomicU64,
}

impl RequestIds {
    /// A generator whose ids begin with the random number `start`.
    pub fn new(start: u64) -> Self {
        Self { start, next: AtomicU64::new(1) }
    }

    /// The id of a request with these headers. A valid `X-Request-Id` is used as it is: 1 to 64 ASCII letters, digits, `.`, `_`
    /// or `-`. Otherwise the id is generated.
    pub fn of(&self, headers: &HeaderMap) -> RequestId {
        let is_valid = |id: &&str| {
            (1..=64).contains(&id.len())
                && id.bytes().all(|c| c.is_ascii_alphanumeric() || b"._-".contains(&c))
        };
        let sent = headers.get(X_REQUEST_ID).and_then(|id| id.to_str().ok()).filter(is_valid);
        let generate = || format!("{:016x}-{:x}", self.start, self.next.fetch_add(1, Ordering::Relaxed));
        RequestId(sent.map_or_else(generate, str::to_owned))
    }
}
