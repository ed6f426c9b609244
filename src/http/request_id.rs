//! The id under which the log and the client know a request.

use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::http::header::{HeaderMap, HeaderName};

/// The header that carries it, in both directions.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request; every request has one among its extensions.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Makes the ids of requests that come without one: unique among all servers and all starts.
#[derive(Debug)]
pub struct RequestIds {
    start: u64,
    next: AtomicU64,
}

impl RequestIds {
    /// Ids that begin with the random number `start`.
    pub fn new(start: u64) -> Self {
        Self { start, next: AtomicU64::new(1) }
    }

    /// The id of a request with these headers: the one that it brings, if that is 1 to 64 letters, digits, `.`, `_` or
    /// `-`, else a new one.
    pub fn of(&self, headers: &HeaderMap) -> RequestId {
        let well_formed = |id: &&str| {
            (1..=64).contains(&id.len())
                && id.bytes().all(|c| c.is_ascii_alphanumeric() || b"._-".contains(&c))
        };
        let given = headers.get(X_REQUEST_ID).and_then(|id| id.to_str().ok()).filter(well_formed);
        let new = || format!("{:016x}-{:x}", self.start, self.next.fetch_add(1, Ordering::Relaxed));
        RequestId(given.map_or_else(new, str::to_owned))
    }
}
