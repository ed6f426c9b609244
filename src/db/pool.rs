//! A queue of jobs for the database, the threads that do them, and how long anybody waits for one.
//!
//! Every wait ends. A job that no thread has begun within the queue time is refused as busy. One that has not
//! ended within the answer time is given up: its caller gets [`Error::TimedOut`], and its transaction is
//! rolled back when the thread comes to its end, so that what was reported as failed is never done later. A commit
//! that has begun cannot be taken back: its caller waits for [`COMMIT_TIME`] more, and then gets
//! [`Error::Unconfirmed`].

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use crossbeam_channel::{Sender, bounded};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::conn::{Access, Conn};
use super::supervisor::Supervisor;
use super::url::DatabaseUrl;
use super::worker::Worker;
use super::{Error, QueryResult};

/// How many jobs may wait for a thread before further ones are refused.
const QUEUE_LENGTH: usize = 1024;

/// How long a caller waits for a commit that had begun when the answer time ended.
const COMMIT_TIME: Duration = Duration::from_secs(2);

/// One request's work.
pub(super) struct Job {
    /// What is to be done.
    pub work: Box<dyn FnOnce(&mut Worker) + Send>,
    /// How long it may take before its thread counts as one that hangs.
    pub longest: Duration,
}

/// How long a thread may still be busy after its caller has given up.
const GRACE: Duration = Duration::from_secs(1);

/// How long a caller waits, measured from the call.
#[derive(Clone, Copy, Debug)]
pub(super) struct WaitTimes {
    /// For a thread to begin the job.
    pub queue: Duration,
    /// For the job to end.
    pub answer: Duration,
}

/// A queue and the threads that serve it.
pub(super) struct WorkerPool {
    queue: Option<Sender<Job>>,
    times: WaitTimes,
    supervisor: Option<Supervisor>,
}

impl WorkerPool {
    /// Starts `count` threads, which connect at their first job.
    pub(super) fn start(
        url: &DatabaseUrl,
        access: Access,
        count: usize,
        times: WaitTimes,
    ) -> io::Result<Self> {
        let (queue, jobs) = bounded(QUEUE_LENGTH);
        let supervisor = Supervisor::start(url, access, count, jobs)?;
        Ok(Self { queue: Some(queue), times, supervisor: Some(supervisor) })
    }

    /// Runs `work` in a transaction. `committed` runs after the commit and before the caller gets the result.
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
        self.run_within(self.times, work, committed).await
    }

    /// The same as [`Self::run`], with other wait times.
    pub(super) async fn run_within<T, E, F>(
        &self,
        times: WaitTimes,
        work: F,
        committed: impl FnOnce(&T) + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.queue(times, move |worker, ticket| {
            let result = worker.transact(ticket, work);
            if let Ok(value) = &result {
                committed(value);
            }
            result
        })
        .await
    }

    /// Runs a single statement without a transaction: it sees one moment anyway. It runs once more when a
    /// connection of an earlier job turns out to be lost.
    pub(super) async fn read_single<T, F>(&self, times: WaitTimes, statement: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> QueryResult<T> + Send + 'static,
    {
        self.queue(times, move |worker, _| worker.read_single(statement)).await
    }

    async fn queue<T, E>(
        &self,
        times: WaitTimes,
        work: impl FnOnce(&mut Worker, &Ticket) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, result) = oneshot::channel();
        let ticket = Arc::new(Ticket::default());
        let shown = Arc::clone(&ticket);
        let work = Box::new(move |worker: &mut Worker| {
            // A job whose caller has gone, or was told that the server is busy, is not begun.
            if !answer.is_closed() && shown.pass(Stage::Waiting, Stage::Running) {
                // The caller may go while the job runs; the work stands all the same.
                let _ = answer.send(work(worker, &shown));
            }
        });
        let job = Job { work, longest: times.answer + GRACE };
        let queue = self.queue.as_ref().ok_or(Error::Busy)?;
        queue.try_send(job).map_err(|_| Error::Busy)?;
        let mut result = pin!(result);
        let rest = times.answer.saturating_sub(times.queue);
        for (time, stage, error) in [
            (times.queue, Stage::Waiting, Error::Busy),
            (rest, Stage::Running, Error::TimedOut),
            (COMMIT_TIME, Stage::Committing, Error::Unconfirmed),
        ] {
            if let Ok(result) = timeout(time, &mut result).await {
                // Without an answer the job's thread has ended.
                return result.map_err(|_| Error::Panicked)?;
            }
            if ticket.pass(stage, Stage::GivenUp) {
                return Err(error.into());
            }
        }
        Err(Error::Unconfirmed.into())
    }
}

impl Drop for WorkerPool {
    /// Lets the threads finish what is queued, and closes their connections. Those that hang are not waited for.
    fn drop(&mut self) {
        self.queue = None;
        if let Some(supervisor) = self.supervisor.take() {
            supervisor.stop();
        }
    }
}

/// How far a job has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Stage {
    Waiting,
    Running,
    Committing,
    GivenUp,
}

/// What the caller and the thread agree on about one job: either it is committed, or it was given up.
#[derive(Debug, Default)]
pub(super) struct Ticket(AtomicU8);

impl Ticket {
    /// Goes on from one stage to the next. False when the job is at another stage.
    pub(super) fn pass(&self, from: Stage, to: Stage) -> bool {
        self.0.compare_exchange(from as u8, to as u8, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// Whether the caller no longer waits.
    pub(super) fn is_given_up(&self) -> bool {
        self.0.load(Ordering::Acquire) == Stage::GivenUp as u8
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use std::sync::mpsc;

    use diesel::connection::SimpleConnection;
    use diesel::prelude::*;
    use diesel::sql_types::BigInt;

    use super::*;

    fn pool(access: Access, queue: u64, answer: u64) -> (tempfile::TempDir, WorkerPool) {
        let folder = tempfile::tempdir().unwrap();
        let url: DatabaseUrl = format!("sqlite://{}/test.db", folder.path().display()).parse().unwrap();
        let times = WaitTimes { queue: Duration::from_millis(queue), answer: Duration::from_millis(answer) };
        let pool = WorkerPool::start(&url, access, 1, times).unwrap();
        (folder, pool)
    }

    fn count(conn: &mut Conn) -> QueryResult<i64> {
        diesel::select(diesel::dsl::sql::<BigInt>("(SELECT count(*) FROM notes)")).get_result(conn)
    }

    #[actix_web::test]
    async fn a_job_that_is_not_begun_in_time_is_refused_and_never_done() {
        let (_folder, pool) = pool(Access::Write, 50, 60_000);
        let (release, blocked) = mpsc::channel::<()>();
        let blocking = pool.run(
            move |_| {
                // Ends when the other half is dropped.
                let _ = blocked.recv();
                Ok::<_, Error>(())
            },
            |()| {},
        );
        let waiting = async {
            let refused = pool.run(|c| Ok::<_, Error>(c.batch_execute("CREATE TABLE notes (n)")?), |()| {});
            let refused = refused.await;
            drop(release);
            refused
        };
        let (done, refused) = futures_util::future::join(blocking, waiting).await;
        assert!(done.is_ok() && matches!(refused, Err(Error::Busy)), "{done:?} {refused:?}");
        let made = pool.run(|c| Ok::<_, Error>(c.batch_execute("CREATE TABLE notes (n)")?), |()| {});
        assert!(made.await.is_ok(), "the refused job was done");
    }

    #[actix_web::test]
    async fn a_job_that_takes_too_long_is_given_up_and_rolled_back() {
        let (_folder, pool) = pool(Access::Write, 50, 100);
        let made = pool.run(|c| Ok::<_, Error>(c.batch_execute("CREATE TABLE notes (n)")?), |()| {});
        made.await.unwrap();
        let (release, blocked) = mpsc::channel::<()>();
        let slow = pool.run(
            move |c| {
                c.batch_execute("INSERT INTO notes VALUES (1)")?;
                let _ = blocked.recv();
                Ok::<_, Error>(())
            },
            |()| {},
        );
        assert!(matches!(slow.await, Err(Error::TimedOut)));
        drop(release);
        let found = pool.run(|c| Ok::<_, Error>(count(c)?), |_| {}).await;
        assert_eq!(found.unwrap(), 0);
    }

    #[actix_web::test]
    async fn a_thread_that_died_is_started_again() {
        let (_folder, pool) = pool(Access::Write, 5_000, 10_000);
        // What a job of `run` panics with is caught; this one ends the thread.
        let died =
            pool.queue(pool.times, |_, _| -> Result<(), Error> { std::panic::resume_unwind(Box::new(())) });
        assert!(matches!(died.await, Err(Error::Panicked)));
        assert!(pool.run(|_| Ok::<_, Error>(()), |()| {}).await.is_ok());
    }
}
