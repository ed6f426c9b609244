//! A client's connection, with the deadlines that the framework does not have.
//!
//! The framework (actix-http 3.20) limits how long the head of the first request on a connection may take, and how long a
//! connection may be idle. It does not limit the heads of later requests, asks for no speed of those who take an
//! answer, and ends an idle connection though the end of an answer still waits to be taken. Here a connection may be
//! idle for `IDLE_TIME`, each head may take `HEAD_TIME`, and of an answer that waits `MIN_SENT` must be taken in each
//! `SEND_TIME`.

use std::cell::Cell;
use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::rt::net::TcpStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

use super::client_address::{TrustedProxies, client_network};

/// How long a connection may be kept on which nothing is asked.
const IDLE_TIME: Duration = Duration::from_secs(5);

/// How long the head of a request may take: a moment longer than the framework gives the first one, which it answers
/// with 408.
const HEAD_TIME: Duration = Duration::from_secs(6);

/// The time in which `MIN_SENT` bytes of an answer must be taken, if there are as many.
const SEND_TIME: Duration = Duration::from_secs(60);

/// About one kilobyte a second.
const MIN_SENT: usize = 60 * 1024;

/// The most connections of one client.
const MAX_PER_CLIENT: usize = 2_000;

/// How many connections each client has.
#[derive(Clone, Debug, Default)]
pub struct Admission {
    proxies: TrustedProxies,
    connections: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Admission {
    /// Lets each client have `MAX_PER_CLIENT` connections, and these proxies any number.
    pub fn new(proxies: TrustedProxies) -> Self {
        Self { proxies, connections: Arc::default() }
    }

    /// A place for one more connection from that address; `None` when its client has as many as it may.
    pub fn admit(&self, peer: IpAddr) -> Option<Place> {
        let client = client_network(peer.to_canonical());
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        let count = connections.entry(client).or_default();
        if *count >= MAX_PER_CLIENT && !self.proxies.contains(peer.to_canonical()) {
            return None;
        }
        *count += 1;
        Some(Place { client, connections: Arc::clone(&self.connections) })
    }
}

/// One connection of a client, until it is dropped.
#[derive(Debug)]
pub struct Place {
    client: IpAddr,
    connections: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = connections.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                connections.remove(&self.client);
            }
        }
    }
}

/// How many requests of a connection are being answered.
#[derive(Clone, Debug, Default)]
pub struct Answering(Rc<Cell<usize>>);

impl Answering {
    /// Counts a request for as long as what it returns is kept.
    pub fn begin(&self) -> Answer {
        self.0.set(self.0.get() + 1);
        Answer(Rc::clone(&self.0))
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub struct Answer(Rc<Cell<usize>>);

impl Drop for Answer {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

/// A socket with its deadlines.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    answering: Answering,
    phase: Phase,
    /// Since when an answer waits to be taken, and how many bytes of it were taken since.
    sending: Option<(Instant, usize)>,
    /// Whether the client takes no more at present.
    is_blocked: bool,
    timer: Pin<Box<Sleep>>,
    _place: Place,
}

/// What comes next from the client.
#[derive(Clone, Copy, Debug)]
enum Phase {
    /// A request, since then.
    Idle(Instant),
    /// The rest of a head that began then.
    Head(Instant),
    /// Nothing but the rest of a body: a request is being answered.
    Answer,
}

impl Connection {
    /// A connection that has just been accepted.
    pub fn new(stream: TcpStream, place: Place) -> Self {
        Self {
            stream,
            answering: Answering::default(),
            phase: Phase::Idle(Instant::now()),
            sending: None,
            is_blocked: false,
            timer: Box::pin(sleep(IDLE_TIME)),
            _place: place,
        }
    }

    /// What is to be told of requests that are being answered.
    pub fn answering(&self) -> &Answering {
        &self.answering
    }

    /// Until when the client has to do something.
    fn deadline(&self) -> Option<Instant> {
        if self.is_blocked {
            return self.sending.map(|(since, _)| since + SEND_TIME);
        }
        match self.phase {
            Phase::Idle(since) => Some(since + IDLE_TIME),
            Phase::Head(since) => Some(since + HEAD_TIME),
            Phase::Answer => None,
        }
    }

    /// Ready when the deadline is over.
    fn poll_deadline(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(deadline) = self.deadline() else { return Poll::Pending };
        if self.timer.deadline() > deadline {
            self.timer.as_mut().reset(deadline);
        }
        loop {
            ready!(self.timer.as_mut().poll(context));
            if Instant::now() >= deadline {
                return Poll::Ready(());
            }
            self.timer.as_mut().reset(deadline);
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.answering.0.get() > 0 {
            self.phase = Phase::Answer;
        }
        let before = buffer.filled().len();
        if let Poll::Ready(result) = Pin::new(&mut self.stream).poll_read(context, buffer) {
            if buffer.filled().len() > before && matches!(self.phase, Phase::Idle(_)) {
                self.phase = Phase::Head(Instant::now());
                self.sending = None;
            }
            return Poll::Ready(result);
        }
        ready!(self.poll_deadline(context));
        match self.phase {
            // As if the client had closed it.
            Phase::Idle(_) if !self.is_blocked => Poll::Ready(Ok(())),
            _ => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        let now = Instant::now();
        self.is_blocked = written.is_pending();
        let (since, taken) = self.sending.get_or_insert((now, 0));
        if let Poll::Ready(Ok(number)) = written {
            *taken += number;
            self.phase = Phase::Idle(now);
        } else if *since + SEND_TIME <= now {
            if *taken < MIN_SENT {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.sending = Some((now, 0));
        }
        if written.is_pending() {
            // Wakes the task at the deadline, which comes here again.
            let _ = self.poll_deadline(context);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
