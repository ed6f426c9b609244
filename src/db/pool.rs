//! A queue of jobs for the database, the threads that do them, and how long anybody waits for one.
//!
//! Every wait ends. A job that no thread has begun within the queue time is refused as busy. One that has not
//! ended within the answer time is given up: its caller gets [`Error::TimedOut`], and its transaction is
//! rolled back when the thread comes to its end, so that what was reported as failed is never done later. A commit
//! that has begun cannot be taken back: its caller waits for [`COMMIT_TIME`] more, and then gets
//! [`Error::Unconfirmed`].

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Sender, bounded};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::conn::{Access, Conn};
use super::content_version::VersionTracker;
use super::job::{Ended, Job, Stage, Ticket, WriteJob};
use super::supervisor::Supervisor;
use super::url::DatabaseUrl;
use super::worker::Worker;
use super::{Error, QueryResult};

/// How many jobs may wait for a thread before further ones are refused.
const QUEUE_LENGTH: usize = 1024;

/// How long a caller waits for a commit that had begun when the answer time ended.
const COMMIT_TIME: Duration = Duration::from_secs(2);

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
    /// Starts `count` threads, which connect at their first job. Those that write keep the content version with `version_tracker`.
    pub(super) fn start(
        url: &DatabaseUrl,
        access: Access,
        count: usize,
        times: WaitTimes,
        version_tracker: Option<Arc<VersionTracker>>,
    ) -> io::Result<Self> {
        let (queue, jobs) = bounded(QUEUE_LENGTH);
        let supervisor = Supervisor::start(url, access, count, jobs, version_tracker)?;
        Ok(Self { queue: Some(queue), times, supervisor: Some(supervisor) })
    }

    /// Runs `work`, which reads, in a transaction.
    pub(super) async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.read_on_worker(self.times, move |worker, ticket| worker.read(ticket, work)).await
    }

    /// Runs a single statement without a transaction: it sees one moment anyway. It runs once more when a
    /// connection of an earlier job turns out to be lost.
    pub(super) async fn read_single<T, F>(&self, times: WaitTimes, statement: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> QueryResult<T> + Send + 'static,
    {
        self.read_on_worker(times, move |worker, _| worker.read_single(statement)).await
    }

    async fn read_on_worker<T, E>(
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
        self.queue(times, Job::Read { work, longest: times.answer + GRACE }, &ticket, result).await
    }

    /// Runs `work` in a transaction, by itself or together with others. The caller gets the result after the commit. Work
    /// that fails, panics or takes too long is undone. `is_long` work keeps nobody else waiting for its commit.
    pub(super) async fn write<T, E, F>(&self, times: WaitTimes, is_long: bool, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let (answer, result) = oneshot::channel();
        let ticket = Arc::new(Ticket::default());
        let shown = Arc::clone(&ticket);
        let work = Box::new(move |conn: Result<&mut Conn, Error>| {
            if answer.is_closed() || !shown.pass(Stage::Waiting, Stage::Running) {
                return None;
            }
            let ended = conn.map_err(E::from).and_then(|conn| {
                catch_unwind(AssertUnwindSafe(|| work(conn))).unwrap_or_else(|_| Err(Error::Panicked.into()))
            });
            // From here on the work cannot be taken back by a caller who has waited for too long.
            let ended = match ended {
                Ok(_) if !shown.pass(Stage::Running, Stage::Committing) => Err(Error::TimedOut.into()),
                ended => ended,
            };
            Some(Ended {
                is_done: ended.is_ok(),
                answer: Box::new(move |committed| {
                    // The caller may have gone; the work stands all the same.
                    let _ = answer.send(committed.map_err(E::from).and(ended));
                }),
            })
        });
        let job = WriteJob { work, longest: times.answer + GRACE, is_long };
        self.queue(times, Job::Write(job), &ticket, result).await
    }

    async fn queue<T, E: From<Error>>(
        &self,
        times: WaitTimes,
        job: Job,
        ticket: &Ticket,
        result: oneshot::Receiver<Result<T, E>>,
    ) -> Result<T, E> {
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
        let pool = WorkerPool::start(&url, access, 1, times, None).unwrap();
        (folder, pool)
    }

    async fn make_table(pool: &WorkerPool) -> Result<(), Error> {
        pool.write(pool.times, false, |c| Ok(c.batch_execute("CREATE TABLE notes (n)")?)).await
    }

    fn count(conn: &mut Conn) -> QueryResult<i64> {
        diesel::select(diesel::dsl::sql::<BigInt>("(SELECT count(*) FROM notes)")).get_result(conn)
    }

    #[actix_web::test]
    async fn a_job_that_is_not_begun_in_time_is_refused_and_never_done() {
        let (_folder, pool) = pool(Access::Write, 50, 60_000);
        let (release, blocked) = mpsc::channel::<()>();
        let blocking = pool.write(pool.times, false, move |_| {
            // Ends when the other half is dropped.
            let _ = blocked.recv();
            Ok::<_, Error>(())
        });
        let waiting = async {
            let refused = make_table(&pool).await;
            drop(release);
            refused
        };
        let (done, refused) = futures_util::future::join(blocking, waiting).await;
        assert!(done.is_ok() && matches!(refused, Err(Error::Busy)), "{done:?} {refused:?}");
        assert!(make_table(&pool).await.is_ok(), "the refused job was done");
    }

    #[actix_web::test]
    async fn a_job_that_takes_too_long_is_given_up_and_rolled_back() {
        let (_folder, pool) = pool(Access::Write, 50, 100);
        make_table(&pool).await.unwrap();
        let (release, blocked) = mpsc::channel::<()>();
        let slow = pool.write(pool.times, false, move |c| {
            c.batch_execute("INSERT INTO notes VALUES (1)")?;
            let _ = blocked.recv();
            Ok::<_, Error>(())
        });
        assert!(matches!(slow.await, Err(Error::TimedOut)));
        drop(release);
        let found = pool.write(pool.times, false, |c| Ok::<_, Error>(count(c)?)).await;
        assert_eq!(found.unwrap(), 0);
    }

    #[actix_web::test]
    async fn a_thread_that_died_is_started_again() {
        let (_folder, pool) = pool(Access::Write, 5_000, 10_000);
        // What work panics with is caught; this one ends the thread.
        let died = pool.read_on_worker(pool.times, |_, _| -> Result<(), Error> {
            std::panic::resume_unwind(Box::new(()))
        });
        assert!(matches!(died.await, Err(Error::Panicked)));
        assert!(pool.write(pool.times, false, |_| Ok::<_, Error>(())).await.is_ok());
    }

    #[actix_web::test]
    async fn of_works_that_are_committed_together_those_that_fail_are_undone() {
        let (_folder, pool) = pool(Access::Write, 5_000, 10_000);
        make_table(&pool).await.unwrap();
        let works = (0..60).map(|number| {
            pool.write(pool.times, number % 20 == 19, move |c| {
                c.batch_execute(&format!("INSERT INTO notes VALUES ({number})"))?;
                match number % 4 {
                    0 => Err(Error::Busy),
                    1 => c.attempt(|_| panic!("as a bug would")),
                    2 => c.attempt(|c| Ok(c.batch_execute("INSERT INTO nothing VALUES (1)")?)),
                    _ => Ok(()),
                }
            })
        });
        let ended = futures_util::future::join_all(works).await;
        for (number, ended) in ended.iter().enumerate() {
            let is_right = match number % 4 {
                0 => matches!(ended, Err(Error::Busy)),
                1 => matches!(ended, Err(Error::Panicked)),
                2 => matches!(ended, Err(Error::Query(_))),
                _ => ended.is_ok(),
            };
            assert!(is_right, "{number}: {ended:?}");
        }
        let found = pool.write(pool.times, false, |c| Ok::<_, Error>(count(c)?)).await;
        assert_eq!(found.unwrap(), 15);
    }

    #[actix_web::test]
    async fn nothing_of_a_work_that_panics_in_a_part_of_its_transaction_is_committed_with_the_next() {
        let (_folder, pool) = pool(Access::Write, 5_000, 10_000);
        make_table(&pool).await.unwrap();
        let (release, blocked) = mpsc::channel::<()>();
        let panics = pool.write(pool.times, false, move |c| {
            let _ = blocked.recv();
            c.batch_execute("INSERT INTO notes VALUES (1)")?;
            c.attempt(|_| -> Result<(), Error> { panic!("as a bug would") })
        });
        let next = pool
            .write(pool.times, false, |c| Ok::<_, Error>(c.batch_execute("INSERT INTO notes VALUES (2)")?));
        // They are queued in this order before the first goes on.
        let (panicked, next, ()) = futures_util::future::join3(panics, next, async { drop(release) }).await;
        assert!(matches!(panicked, Err(Error::Panicked)) && next.is_ok(), "{panicked:?} {next:?}");
        let found = pool.write(pool.times, false, |c| Ok::<_, Error>(count(c)?)).await;
        assert_eq!(found.unwrap(), 1);
    }
}
