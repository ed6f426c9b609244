//! Threads that own a connection each and work off one queue.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::{Builder, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded};
use tokio::sync::oneshot;

use super::Error;
use super::conn::Conn;
use super::url::DatabaseUrl;

/// What a connection is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Statements that change nothing.
    Read,
    /// Statements that may change something.
    Write,
}

/// One request's work, told whether a transaction could be begun. It says whether the connection is
/// still good.
type Job = Box<dyn FnOnce(Result<&mut Conn, Error>) -> Health + Send>;

#[derive(PartialEq)]
enum Health {
    Good,
    Broken,
}

/// A queue and the threads that serve it.
pub(super) struct Threads {
    queue: Option<Sender<Job>>,
    handles: Vec<JoinHandle<()>>,
}

impl Threads {
    pub(super) fn start(
        url: &DatabaseUrl,
        access: Access,
        count: usize,
        queue_length: usize,
    ) -> io::Result<Self> {
        let (queue, jobs) = bounded(queue_length);
        let handles = (0..count).map(|_| {
            let worker = Worker { url: url.clone(), access, conn: None };
            let jobs = jobs.clone();
            Builder::new().name(format!("db-{access:?}").to_lowercase()).spawn(move || worker.serve(&jobs))
        });
        let handles = handles.collect::<io::Result<_>>()?;
        Ok(Self { queue: Some(queue), handles })
    }

    /// Lets a thread do the work. What must be so before anybody hears of it is done by `committed`.
    pub(super) async fn run<T, E, F>(
        &self,
        work: F,
        committed: impl FnOnce(&T) + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let (answer, result) = oneshot::channel();
        let job: Job = Box::new(move |conn| {
            if answer.is_closed() {
                // Whoever asked has gone before the work was begun.
                let good = conn.is_ok_and(|conn| conn.roll_back().is_ok());
                return if good { Health::Good } else { Health::Broken };
            }
            let (result, health) = match conn {
                Ok(conn) => transact(conn, work),
                Err(error) => (Err(error.into()), Health::Broken),
            };
            if let Ok(value) = &result {
                committed(value);
            }
            // Nobody listens any more when the client went meanwhile; the work stands all the same.
            let _ = answer.send(result);
            health
        });
        let queue = self.queue.as_ref().ok_or(Error::Busy)?;
        queue.try_send(job).map_err(|_| Error::Busy)?;
        result.await.map_err(|_| Error::Panicked)?
    }
}

impl Drop for Threads {
    /// Lets the threads finish what is queued, and closes their connections.
    fn drop(&mut self) {
        self.queue = None;
        for handle in self.handles.drain(..) {
            // A thread that ended in a panic has nothing left to close.
            let _ = handle.join();
        }
    }
}

/// Runs `work` in the transaction that has been begun, and ends it.
fn transact<T, E: From<Error>>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> (Result<T, E>, Health) {
    match catch_unwind(AssertUnwindSafe(|| work(conn))) {
        Ok(Ok(value)) => match conn.commit() {
            Ok(()) => (Ok(value), Health::Good),
            Err(error) => (Err(Error::Unavailable(error.to_string()).into()), Health::Broken),
        },
        Ok(Err(error)) => match conn.roll_back() {
            Ok(()) => (Err(error), Health::Good),
            // Then it was not the statement that failed, but the connection.
            Err(lost) => (Err(Error::Unavailable(lost.to_string()).into()), Health::Broken),
        },
        // The connection goes, and its transaction with it.
        Err(_) => (Err(Error::Panicked.into()), Health::Broken),
    }
}

struct Worker {
    url: DatabaseUrl,
    access: Access,
    conn: Option<Conn>,
}

impl Worker {
    fn serve(mut self, jobs: &Receiver<Job>) {
        for job in jobs {
            let health = match self.begin() {
                Ok(conn) => job(Ok(conn)),
                Err(error) => job(Err(error)),
            };
            if health == Health::Broken {
                self.conn = None;
            }
        }
    }

    /// Begins a transaction. A connection that has been lost since its last job shows here, before
    /// any work is done, and is replaced once.
    fn begin(&mut self) -> Result<&mut Conn, Error> {
        let usable = self.conn.as_mut().is_some_and(|conn| conn.begin(self.access).is_ok());
        if !usable {
            self.conn = None;
            let mut conn =
                Conn::open(&self.url, self.access).map_err(|error| Error::Unavailable(error.to_string()))?;
            conn.begin(self.access).map_err(|error| Error::Unavailable(error.to_string()))?;
            self.conn = Some(conn);
        }
        self.conn.as_mut().ok_or_else(|| Error::Unavailable("no connection".to_owned()))
    }
}
