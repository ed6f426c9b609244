//! Limits how many bytes of long response bodies wait to be sent.
//!
//! The framework copies each chunk of a body into the buffer of its connection. A long body is therefore passed in small
//! chunks, each after the previous one was sent. So all slow clients of a cached response share one copy of it. The
//! bytes of long bodies that wait are limited for each client and in total. Short bodies are limited only by the number
//! of connections. [`super::connection`] closes the connection of a client that reads almost nothing for a minute.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::web::Bytes;

/// Bodies up to this many bytes are passed whole and not counted.
const SMALL: usize = CHUNK;

/// The usual maximum size of a response, in bytes. Nearly all lists and articles are smaller.
const USUAL: usize = 512 * 1024;

/// The size of the chunks of a longer body, in bytes.
const CHUNK: usize = 16 * 1024;

/// How many bytes of long bodies may wait to be sent.
#[derive(Clone, Copy, Debug)]
pub struct SendLimits {
    /// To one client.
    pub client: usize,
    /// To all clients together.
    pub all: usize,
}

/// Counts the bytes of long bodies that wait to be sent.
#[derive(Clone, Debug)]
pub struct SendLimiter {
    limits: SendLimits,
    waiting: Arc<Mutex<Waiting>>,
}

#[derive(Debug, Default)]
struct Waiting {
    clients: HashMap<Option<IpAddr>, usize>,
    all: usize,
}

impl Default for SendLimiter {
    /// 64 MiB for one client, and 256 MiB for all.
    fn default() -> Self {
        Self::new(SendLimits { client: 64 << 20, all: 256 << 20 })
    }
}

impl SendLimiter {
    /// A limiter that has counted nothing.
    pub fn new(limits: SendLimits) -> Self {
        Self { limits, waiting: Arc::default() }
    }

    /// The body to send to this client; `None` when too many bytes are waiting. A body with `must_send` is never refused,
    /// because it may report a change that was saved. Its bytes are counted too.
    pub fn body(
        &self,
        bytes: Bytes,
        client: impl FnOnce() -> Option<IpAddr>,
        must_send: bool,
    ) -> Option<BoxBody> {
        if bytes.len() <= SMALL {
            return Some(BoxBody::new(bytes));
        }
        let client = client();
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let of_client = waiting.clients.get(&client).copied().unwrap_or_default() + bytes.len();
        let all = waiting.all + bytes.len();
        // A client without waiting bytes gets a body that is larger than its limit. It gets a body of usual size even when
        // the total is reached: a few slow clients must not block all others.
        let fits =
            of_client <= self.limits.client.max(bytes.len()) && all <= self.limits.all.max(bytes.len());
        let is_usual = of_client == bytes.len() && of_client <= USUAL;
        if !fits && !is_usual && !must_send {
            return None;
        }
        waiting.clients.insert(client, of_client);
        waiting.all = all;
        drop(waiting);
        Some(BoxBody::new(LongBody { rest: bytes, client, waiting: Arc::clone(&self.waiting) }))
    }

    /// How many bytes wait to be sent.
    pub fn waiting(&self) -> usize {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).all
    }
}

/// A body that is passed in chunks.
struct LongBody {
    rest: Bytes,
    client: Option<IpAddr>,
    waiting: Arc<Mutex<Waiting>>,
}

impl LongBody {
    /// Counts this many bytes as sent.
    fn count_sent(&self, sent: usize) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.all = waiting.all.saturating_sub(sent);
        if let Some(of_client) = waiting.clients.get_mut(&self.client) {
            *of_client = of_client.saturating_sub(sent);
            if *of_client == 0 {
                waiting.clients.remove(&self.client);
            }
        }
    }
}

impl MessageBody for LongBody {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.rest.len() as u64)
    }

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let length = self.rest.len().min(CHUNK);
        let chunk = self.rest.split_to(length);
        self.count_sent(length);
        Poll::Ready(Some(Ok(chunk)))
    }
}

impl Drop for LongBody {
    fn drop(&mut self) {
        self.count_sent(self.rest.len());
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use std::future::poll_fn;

    use super::*;

    const LIMITS: SendLimits = SendLimits { client: 100_000, all: 250_000 };

    fn client(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, last]))
    }

    fn long() -> Bytes {
        Bytes::from(vec![7; 60_000])
    }

    #[actix_web::test]
    async fn a_long_body_arrives_whole_in_small_chunks() {
        let limiter = SendLimiter::new(LIMITS);
        let mut body = limiter.body(long(), || client(1), false).unwrap();
        assert_eq!(body.size(), BodySize::Sized(60_000));
        let mut received = Vec::new();
        while let Some(chunk) = poll_fn(|context| Pin::new(&mut body).poll_next(context)).await {
            let chunk = chunk.unwrap();
            assert!(chunk.len() <= CHUNK);
            received.extend_from_slice(&chunk);
            assert_eq!(limiter.waiting(), 60_000 - received.len());
        }
        assert_eq!(received, long());
    }

    #[test]
    fn too_much_for_one_client_or_for_all_is_not_sent() {
        let limiter = SendLimiter::new(LIMITS);
        let send = |from: u8| limiter.body(long(), || client(from), false);
        let first = send(1);
        assert!(first.is_some() && send(1).is_none(), "one client, 120,000 bytes");
        let others: Vec<_> = [2, 3, 4].map(send).into();
        assert!(others.iter().all(Option::is_some));
        assert!(send(5).is_some(), "it has no waiting bytes");
        assert!(send(4).is_none(), "all clients, 300,000 bytes");
        assert!(limiter.body(Bytes::from_static(b"short"), || client(5), false).is_some());
        assert!(limiter.body(long(), || client(5), true).is_some(), "it must be sent");
        drop(first);
        assert!(send(1).is_some());
    }

    #[test]
    fn a_body_over_the_limit_is_sent_to_a_client_without_waiting_bytes() {
        let limiter = SendLimiter::new(LIMITS);
        let huge = Bytes::from(vec![7; 300_000]);
        let first = limiter.body(huge.clone(), || client(1), false);
        assert!(first.is_some() && limiter.body(huge.clone(), || client(1), false).is_none());
        let longer = Bytes::from(vec![7; USUAL + 1]);
        assert!(limiter.body(longer, || client(2), false).is_none());
        drop(first);
        assert_eq!(limiter.waiting(), 0);
    }
}
