//! Threads that own a connection each and work off one queue.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};
use tokio::sync::oneshot;

use super::conn::Conn;
use super::url::DatabaseUrl;
use super::{Error, QueryResult};

/// What a connection is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Statements that change nothing.
    Read,
    /// Statements that may change something.
    Write,
}

/// One request's work.
type Job = Box<dyn FnOnce(&mut Worker) + Send>;

/// A queue and the threads that serve it.
pub(super) struct Threads {
    queue: Option<Sender<Job>>,
    /// How long work may wait for a thread.
    patience: Duration,
    handles: Vec<JoinHandle<()>>,
}

impl Threads {
    pub(super) fn start(
        url: &DatabaseUrl,
        access: Access,
        count: usize,
        queue_length: usize,
        patience: Duration,
    ) -> io::Result<Self> {
        let (queue, jobs) = bounded(queue_length);
        let handles = (0..count).map(|_| {
            let worker = Worker { url: url.clone(), access, conn: None };
            let jobs = jobs.clone();
            Builder::new().name(format!("db-{access:?}").to_lowercase()).spawn(move || worker.serve(&jobs))
        });
        let handles = handles.collect::<io::Result<_>>()?;
        Ok(Self { queue: Some(queue), patience, handles })
    }

    /// Lets a thread do the work, in a transaction. What must be so before anybody hears of it is done by
    /// `committed`.
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
        self.queue(move |worker| {
            let result = worker.transact(work);
            if let Ok(value) = &result {
                committed(value);
            }
            result
        })
        .await
    }

    /// Lets a thread do the work without a transaction: for a single statement, which sees one moment anyway.
    pub(super) async fn glance<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> QueryResult<T> + Send + 'static,
    {
        self.queue(move |worker| worker.glance(work)).await
    }

    async fn queue<T, E>(
        &self,
        work: impl FnOnce(&mut Worker) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, result) = oneshot::channel();
        let (asked, patience) = (Instant::now(), self.patience);
        let job: Job = Box::new(move |worker| {
            // Else whoever asked has gone before the work was begun.
            if !answer.is_closed() {
                // What has waited so long would only keep the others waiting as long.
                let is_late = asked.elapsed() > patience;
                let result = if is_late { Err(Error::Busy.into()) } else { work(worker) };
                // Nobody listens any more when the client went meanwhile; the work stands all the same.
                let _ = answer.send(result);
            }
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

/// A thread with its connection.
struct Worker {
    url: DatabaseUrl,
    access: Access,
    conn: Option<Conn>,
}

impl Worker {
    fn serve(mut self, jobs: &Receiver<Job>) {
        for job in jobs {
            job(&mut self);
        }
    }

    /// Runs `work` in a transaction. What it fails with is undone; a connection that cannot even do that goes,
    /// and the transaction with it.
    fn transact<T, E: From<Error>>(&mut self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let mut conn = self.begin()?;
        let done = match catch_unwind(AssertUnwindSafe(|| work(&mut conn))) {
            Ok(Ok(value)) => conn.commit().map(|()| Ok(value)),
            // When this fails too, it was not the statement that failed, but the connection.
            Ok(Err(error)) => conn.roll_back().map(|()| Err(error)),
            Err(_) => return Err(Error::Panicked.into()),
        };
        let result = done.map_err(|lost| Error::Unavailable(lost.to_string()))?;
        self.conn = Some(conn);
        result
    }

    /// Takes the connection and begins a transaction. A connection that has been lost since its last job
    /// shows here, before any work is done, and is replaced once.
    fn begin(&mut self) -> Result<Conn, Error> {
        if let Some(mut conn) = self.conn.take()
            && conn.begin(self.access).is_ok()
        {
            return Ok(conn);
        }
        let mut conn = self.connect()?;
        conn.begin(self.access).map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(conn)
    }

    /// Runs `work`, and when that fails once more on a new connection: the old one may have been lost.
    fn glance<T>(&mut self, work: impl Fn(&mut Conn) -> QueryResult<T>) -> Result<T, Error> {
        let attempt = |conn: &mut Conn| {
            let result = catch_unwind(AssertUnwindSafe(|| work(conn))).map_err(|_| Error::Panicked)?;
            result.map_err(Error::Query)
        };
        if let Some(mut conn) = self.conn.take()
            && let Ok(value) = attempt(&mut conn)
        {
            self.conn = Some(conn);
            return Ok(value);
        }
        let mut conn = self.connect()?;
        let value = attempt(&mut conn)?;
        self.conn = Some(conn);
        Ok(value)
    }

    fn connect(&self) -> Result<Conn, Error> {
        Conn::open(&self.url, self.access).map_err(|error| Error::Unavailable(error.to_string()))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn what_has_waited_too_long_is_not_begun() {
        let folder = tempfile::tempdir().unwrap();
        let url: DatabaseUrl = format!("sqlite://{}/test.db", folder.path().display()).parse().unwrap();
        for (patience, is_done) in [(Duration::from_secs(60), true), (Duration::ZERO, false)] {
            let threads = Threads::start(&url, Access::Write, 1, 8, patience).unwrap();
            let done = threads.run(|_| Ok::<_, Error>(()), |()| {}).await;
            assert_eq!(done.is_ok(), is_done, "{done:?}");
            assert!(is_done || matches!(done, Err(Error::Busy)));
        }
    }
}
