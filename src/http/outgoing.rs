//! Answers on their way to clients.
//!
//! The framework copies each piece of a body into the buffer of its connection. So a long body is handed over in
//! small pieces, the next one when the last has been sent: however many clients read an answer slowly, they share one
//! copy of it, if it comes from the cache. How much of long bodies waits to be sent is bounded, for each client and in
//! all; of short ones only the number of connections bounds it. A client that takes next to nothing for a minute is cut
//! off (see [`super::connection`]).

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::web::Bytes;

/// Bodies up to this many bytes are handed over whole, and not counted.
const SMALL: usize = PIECE;

/// An answer of usual size: most lists, most articles.
const USUAL: usize = 512 * 1024;

/// How many bytes of a longer one are handed over at a time.
const PIECE: usize = 16 * 1024;

/// How many bytes of long bodies may wait to be sent.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// To one client.
    pub client: usize,
    /// To all clients.
    pub all: usize,
}

/// Counts the bytes of long bodies that wait to be sent.
#[derive(Clone, Debug)]
pub struct Outgoing {
    bounds: Bounds,
    waiting: Arc<Mutex<Waiting>>,
}

#[derive(Debug, Default)]
struct Waiting {
    clients: HashMap<Option<IpAddr>, usize>,
    all: usize,
}

impl Default for Outgoing {
    /// Up to 64 MiB to one client, and 256 MiB to all.
    fn default() -> Self {
        Self::new(Bounds { client: 64 << 20, all: 256 << 20 })
    }
}

impl Outgoing {
    /// Nothing waits yet.
    pub fn new(bounds: Bounds) -> Self {
        Self { bounds, waiting: Arc::default() }
    }

    /// A body to send to the client with that address; `None` when too much waits already. One that `must` be
    /// sent, since it may tell of work that was done, is counted all the same.
    pub fn send(&self, bytes: Bytes, client: impl FnOnce() -> Option<IpAddr>, must: bool) -> Option<BoxBody> {
        if bytes.len() <= SMALL {
            return Some(BoxBody::new(bytes));
        }
        let client = client();
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let theirs = waiting.clients.get(&client).copied().unwrap_or_default() + bytes.len();
        let all = waiting.all + bytes.len();
        // Whoever waits for nothing else gets even what is larger than the bound, and an answer of usual size also when the
        // others wait for all there may be: a few cannot keep everybody from reading.
        let fits = theirs <= self.bounds.client.max(bytes.len()) && all <= self.bounds.all.max(bytes.len());
        let is_usual = theirs == bytes.len() && theirs <= USUAL;
        if !fits && !is_usual && !must {
            return None;
        }
        waiting.clients.insert(client, theirs);
        waiting.all = all;
        drop(waiting);
        Some(BoxBody::new(LongBody { rest: bytes, client, waiting: Arc::clone(&self.waiting) }))
    }

    /// How many bytes wait to be sent.
    pub fn waiting(&self) -> usize {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).all
    }
}

/// A body that is handed over in pieces.
struct LongBody {
    rest: Bytes,
    client: Option<IpAddr>,
    waiting: Arc<Mutex<Waiting>>,
}

impl LongBody {
    /// Counts so many bytes as sent.
    fn count(&self, sent: usize) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.all = waiting.all.saturating_sub(sent);
        if let Some(theirs) = waiting.clients.get_mut(&self.client) {
            *theirs = theirs.saturating_sub(sent);
            if *theirs == 0 {
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
        let end = self.rest.len().min(PIECE);
        let piece = self.rest.split_to(end);
        self.count(end);
        Poll::Ready(Some(Ok(piece)))
    }
}

impl Drop for LongBody {
    fn drop(&mut self) {
        self.count(self.rest.len());
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use std::future::poll_fn;

    use super::*;

    const BOUNDS: Bounds = Bounds { client: 100_000, all: 250_000 };

    fn client(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, last]))
    }

    fn long() -> Bytes {
        Bytes::from(vec![7; 60_000])
    }

    #[actix_web::test]
    async fn a_long_body_arrives_whole_in_small_pieces() {
        let outgoing = Outgoing::new(BOUNDS);
        let mut body = outgoing.send(long(), || client(1), false).unwrap();
        assert_eq!(body.size(), BodySize::Sized(60_000));
        let mut taken = Vec::new();
        while let Some(piece) = poll_fn(|context| Pin::new(&mut body).poll_next(context)).await {
            let piece = piece.unwrap();
            assert!(piece.len() <= PIECE);
            taken.extend_from_slice(&piece);
            assert_eq!(outgoing.waiting(), 60_000 - taken.len());
        }
        assert_eq!(taken, long());
    }

    #[test]
    fn too_much_for_one_client_or_for_all_is_not_sent() {
        let outgoing = Outgoing::new(BOUNDS);
        let send = |from: u8| outgoing.send(long(), || client(from), false);
        let first = send(1);
        assert!(first.is_some() && send(1).is_none(), "one client, 120,000 bytes");
        let others: Vec<_> = [2, 3, 4].map(send).into();
        assert!(others.iter().all(Option::is_some));
        assert!(send(5).is_some(), "it waits for nothing else");
        assert!(send(4).is_none(), "all clients, 300,000 bytes");
        assert!(outgoing.send(Bytes::from_static(b"short"), || client(5), false).is_some());
        assert!(outgoing.send(long(), || client(5), true).is_some(), "it tells of work that was done");
        drop(first);
        assert!(send(1).is_some());
    }

    #[test]
    fn what_is_larger_than_a_bound_goes_to_whoever_waits_for_nothing_else() {
        let outgoing = Outgoing::new(BOUNDS);
        let huge = Bytes::from(vec![7; 300_000]);
        let first = outgoing.send(huge.clone(), || client(1), false);
        assert!(first.is_some() && outgoing.send(huge.clone(), || client(1), false).is_none());
        let longer = Bytes::from(vec![7; USUAL + 1]);
        assert!(outgoing.send(longer, || client(2), false).is_none());
        drop(first);
        assert_eq!(outgoing.waiting(), 0);
    }
}
