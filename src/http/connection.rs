//! Client connections: how many a client may have, and deadlines that the framework does not have.
//!
//! The framework (actix-http 3.20) limits the time for the head of the first request on a connection, and the time that
//! a connection may be idle. It has no limit for the heads of later requests and no minimum speed for reading a response.
//! It also closes an idle connection while the end of a response still waits to be sent. Here a connection may be idle for
//! `IDLE_TIME`, each head may take `HEAD_TIME`, and the client must read `MIN_SENT` bytes of a waiting response in each
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

/// How long a connection may stay open without a request.
const IDLE_TIME: Duration = Duration::from_secs(5);

/// How long the head of a request may take: a second longer than the framework allows for the first one, so that the
/// framework can answer that one with 408.
const HEAD_TIME: Duration = Duration::from_secs(6);

/// The time in which the client must read `MIN_SENT` bytes of a response, if that many bytes are waiting.
const SEND_TIME: Duration = Duration::from_secs(60);

/// 60 KiB: about one kilobyte per second.
const MIN_SENT: usize = 60 * 1024;

/// The most open connections of one client.
const MAX_PER_CLIENT: usize = 2_000;

/// Counts the open connections of each client.
#[derive(Clone, Debug, Default)]
pub struct ConnectionLimiter {
    proxies: TrustedProxies,
    connections: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl ConnectionLimiter {
    /// Allows `MAX_PER_CLIENT` connections for each client, and any number for these proxies.
    pub fn new(proxies: TrustedProxies) -> Self {
        Self { proxies, connections: Arc::default() }
    }

    /// The permit for one more connection from this address; `None` when its client is at its limit.
    pub fn acquire(&self, peer: IpAddr) -> Option<ConnectionPermit> {
        let client = client_network(peer.to_canonical());
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        let count = connections.entry(client).or_default();
        if *count >= MAX_PER_CLIENT && !self.proxies.contains(peer.to_canonical()) {
            return None;
        }
        *count += 1;
        Some(ConnectionPermit { client, connections: Arc::clone(&self.connections) })
    }
}

/// Counts as one connection of a client until it is dropped.
#[derive(Debug)]
pub struct ConnectionPermit {
    client: IpAddr,
    connections: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Drop for ConnectionPermit {
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

/// How many requests of a connection the handlers are working on.
#[derive(Clone, Debug, Default)]
pub struct ActiveRequests(Rc<Cell<usize>>);

impl ActiveRequests {
    /// Counts one more request until the returned guard is dropped.
    pub fn begin(&self) -> ActiveRequest {
        self.0.set(self.0.get() + 1);
        ActiveRequest(Rc::clone(&self.0))
    }
}

/// Counts as one active request until it is dropped.
#[derive(Debug)]
pub struct ActiveRequest(Rc<Cell<usize>>);

impl Drop for ActiveRequest {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

/// A socket with deadlines for the client.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    active_requests: ActiveRequests,
    phase: Phase,
    /// When the present `SEND_TIME` began, and how many bytes were sent in it.
    sending: Option<(Instant, usize)>,
    /// Whether the send buffer of the socket is full, because the client does not read.
    is_blocked: bool,
    timer: Pin<Box<Sleep>>,
    _permit: ConnectionPermit,
}

/// What the server expects from the client next.
#[derive(Clone, Copy, Debug)]
enum Phase {
    /// A request; idle since this time.
    Idle(Instant),
    /// The rest of a head whose first byte came at this time.
    Head(Instant),
    /// Only the rest of a body: a request is active.
    Response,
}

impl Connection {
    /// An accepted connection. It holds the permit until it is closed.
    pub fn new(stream: TcpStream, permit: ConnectionPermit) -> Self {
        Self {
            stream,
            active_requests: ActiveRequests::default(),
            phase: Phase::Idle(Instant::now()),
            sending: None,
            is_blocked: false,
            timer: Box::pin(sleep(IDLE_TIME)),
            _permit: permit,
        }
    }

    /// The counter of active requests. [`super::envelope`] counts each request in it.
    pub fn active_requests(&self) -> &ActiveRequests {
        &self.active_requests
    }

    /// The time until which the client must send or read something; `None` while a request is active.
    fn deadline(&self) -> Option<Instant> {
        if self.is_blocked {
            return self.sending.map(|(since, _)| since + SEND_TIME);
        }
        match self.phase {
            Phase::Idle(since) => Some(since + IDLE_TIME),
            Phase::Head(since) => Some(since + HEAD_TIME),
            Phase::Response => None,
        }
    }

    /// Ready when the deadline has passed.
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
        if self.active_requests.0.get() > 0 {
            self.phase = Phase::Response;
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
            // End of input, as if the client had closed the connection.
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
        let (since, sent) = self.sending.get_or_insert((now, 0));
        if let Poll::Ready(Ok(number)) = written {
            *sent += number;
            self.phase = Phase::Idle(now);
        } else if *since + SEND_TIME <= now {
            if *sent < MIN_SENT {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.sending = Some((now, 0));
        }
        if written.is_pending() {
            // Registers the timer, so that the task runs again at the deadline.
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
