//! A queue of database jobs, the threads that run them, and the timeouts of their callers.
//!
//! Every wait ends. When no thread begins a job within the queue timeout, the caller gets [`Error::Busy`] and the
//! job never runs. When a job has not ended within the total timeout, the caller gets [`Error::TimedOut`], and the
//! thread rolls the transaction back. So what was reported as failed is never stored later. A commit that has begun
//! cannot be cancelled: its caller waits for [`COMMIT_TIMEOUT`] more, and then gets [`Error::Unconfirmed`].

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Sender, bounded};
use diesel::QueryResult;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::conn::{Access, Conn};
use super::content_version::VersionTracker;
use super::error::Error;
use super::job::{AtomicJobState, JobState, Outcome, WriteJob};
use super::supervisor::Supervisor;
use super::url::DatabaseUrl;
use super::worker::{Job, Worker};

/// How many jobs may wait in the queue. Further jobs are refused.
const QUEUE_LENGTH: usize = 1024;

/// How long a caller waits for a commit that had begun when the total timeout ended.
const COMMIT_TIMEOUT: Duration = Duration::from_secs(2);

/// How long after the total timeout a thread may still run the job before the supervisor takes it for hanging.
const GRACE_PERIOD: Duration = Duration::from_secs(1);

/// How long a caller waits, measured from the call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timeouts {
    /// For a thread to begin the job.
    pub queue: Duration,
    /// For the job to end.
    pub total: Duration,
}

/// A queue and the threads that take jobs from it.
pub(super) struct WorkerPool {
    queue: Option<Sender<Job>>,
    timeouts: Timeouts,
    supervisor: Option<Supervisor>,
}

impl WorkerPool {
    /// Starts `count` threads, which connect at their first job. A pool that writes needs a `version_tracker`,
    /// which learns of each change of content.
    pub(super) fn start(
        url: &DatabaseUrl,
        access: Access,
        count: usize,
        timeouts: Timeouts,
        version_tracker: Option<Arc<VersionTracker>>,
    ) -> io::Result<Self> {
        let (queue, jobs) = bounded(QUEUE_LENGTH);
        let supervisor = Supervisor::start(url, access, count, jobs, version_tracker)?;
        Ok(Self { queue: Some(queue), timeouts, supervisor: Some(supervisor) })
    }

    /// Runs `work` in a read transaction.
    pub(super) async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.read_on_worker(self.timeouts, move |worker, state| worker.read(state, work)).await
    }

    /// Runs a single statement without a transaction. It runs a second time when the connection of an earlier job
    /// turns out to be lost.
    pub(super) async fn read_single<T, F>(&self, timeouts: Timeouts, statement: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> QueryResult<T> + Send + 'static,
    {
        self.read_on_worker(timeouts, move |worker, _| worker.read_single(statement)).await
    }

    async fn read_on_worker<T, E>(
        &self,
        timeouts: Timeouts,
        work: impl FnOnce(&mut Worker, &AtomicJobState) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (sender, result) = oneshot::channel();
        let state = Arc::new(AtomicJobState::default());
        let worker_state = Arc::clone(&state);
        let work = Box::new(move |worker: &mut Worker| {
            // Skips a job whose caller was dropped or has got an error.
            if !sender.is_closed() && worker_state.transition(JobState::Queued, JobState::Running) {
                // Sending fails when the caller was dropped while the job ran. A read has no effect, so nothing is
                // lost.
                let _ = sender.send(work(worker, &worker_state));
            }
        });
        let job = Job::Read { work, time_limit: timeouts.total + GRACE_PERIOD };
        self.run(timeouts, job, &state, result).await
    }

    /// Runs `work` in a write transaction, alone or together with other jobs. The caller gets the result after the
    /// commit. Work that fails, panics or takes too long is rolled back. No other job waits for the commit of work
    /// that `is_long`.
    pub(super) async fn write<T, E, F>(&self, timeouts: Timeouts, is_long: bool, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let (sender, result) = oneshot::channel();
        let state = Arc::new(AtomicJobState::default());
        let worker_state = Arc::clone(&state);
        let work = Box::new(move |conn: Result<&mut Conn, Error>| {
            if sender.is_closed() || !worker_state.transition(JobState::Queued, JobState::Running) {
                return None;
            }
            let result = conn.map_err(E::from).and_then(|conn| {
                catch_unwind(AssertUnwindSafe(|| work(conn))).unwrap_or_else(|_| Err(Error::Panicked.into()))
            });
            // After this transition a caller whose timeout ends can no longer cancel the work.
            let result = match result {
                Ok(_) if !worker_state.transition(JobState::Running, JobState::Committing) => {
                    Err(Error::TimedOut.into())
                }
                result => result,
            };
            Some(Outcome {
                is_success: result.is_ok(),
                respond: Box::new(move |committed| {
                    // Sending fails when the caller was dropped. What was committed stays.
                    let _ = sender.send(committed.map_err(E::from).and(result));
                }),
            })
        });
        let job = WriteJob { work, time_limit: timeouts.total + GRACE_PERIOD, is_long };
        self.run(timeouts, Job::Write(job), &state, result).await
    }

    /// Puts a job into the queue, and waits for its result within the timeouts.
    async fn run<T, E: From<Error>>(
        &self,
        timeouts: Timeouts,
        job: Job,
        state: &AtomicJobState,
        result: oneshot::Receiver<Result<T, E>>,
    ) -> Result<T, E> {
        let queue = self.queue.as_ref().ok_or(Error::Busy)?;
        queue.try_send(job).map_err(|_| Error::Busy)?;
        let mut result = pin!(result);
        let after_queue = timeouts.total.saturating_sub(timeouts.queue);
        for (time, from, error) in [
            (timeouts.queue, JobState::Queued, Error::Busy),
            (after_queue, JobState::Running, Error::TimedOut),
            (COMMIT_TIMEOUT, JobState::Committing, Error::Unconfirmed),
        ] {
            if let Ok(result) = timeout(time, &mut result).await {
                // The channel is closed without a result only when the thread has panicked.
                return result.map_err(|_| Error::Panicked)?;
            }
            if state.transition(from, JobState::Abandoned) {
                return Err(error.into());
            }
        }
        Err(Error::Unconfirmed.into())
    }
}

impl Drop for WorkerPool {
    /// Lets the threads finish the queued jobs, and closes their connections. It does not wait for threads that
    /// hang.
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

    fn pool(access: Access, queue_millis: u64, total_millis: u64) -> (tempfile::TempDir, WorkerPool) {
        let folder = tempfile::tempdir().unwrap();
        let url: DatabaseUrl = format!("sqlite://{}/test.db", folder.path().display()).parse().unwrap();
        let (queue, total) = (Duration::from_millis(queue_millis), Duration::from_millis(total_millis));
        let pool = WorkerPool::start(&url, access, 1, Timeouts { queue, total }, None).unwrap();
        (folder, pool)
    }

    async fn create_table(pool: &WorkerPool) -> Result<(), Error> {
        pool.write(pool.timeouts, false, |c| Ok(c.batch_execute("CREATE TABLE notes (n)")?)).await
    }

    fn count(conn: &mut Conn) -> QueryResult<i64> {
        diesel::select(diesel::dsl::sql::<BigInt>("(SELECT count(*) FROM notes)")).get_result(conn)
    }

    #[actix_web::test]
    async fn a_job_that_stays_queued_too_long_is_refused_and_never_runs() {
        let (_folder, pool) = pool(Access::Write, 50, 60_000);
        let (release, blocked) = mpsc::channel::<()>();
        let blocking = pool.write(pool.timeouts, false, move |_| {
            // Returns when `release` is dropped.
            let _ = blocked.recv();
            Ok::<_, Error>(())
        });
        let waiting = async {
            let refused = create_table(&pool).await;
            drop(release);
            refused
        };
        let (done, refused) = futures_util::future::join(blocking, waiting).await;
        assert!(done.is_ok() && matches!(refused, Err(Error::Busy)), "{done:?} {refused:?}");
        assert!(create_table(&pool).await.is_ok(), "the refused job ran");
    }

    #[actix_web::test]
    async fn a_job_that_takes_too_long_is_rolled_back() {
        let (_folder, pool) = pool(Access::Write, 50, 100);
        create_table(&pool).await.unwrap();
        let (release, blocked) = mpsc::channel::<()>();
        let slow = pool.write(pool.timeouts, false, move |c| {
            c.batch_execute("INSERT INTO notes VALUES (1)")?;
            let _ = blocked.recv();
            Ok::<_, Error>(())
        });
        assert!(matches!(slow.await, Err(Error::TimedOut)));
        drop(release);
        let rows = pool.write(pool.timeouts, false, |c| Ok::<_, Error>(count(c)?)).await;
        assert_eq!(rows.unwrap(), 0);
    }

    #[actix_web::test]
    async fn a_thread_that_died_is_replaced() {
        let (_folder, pool) = pool(Access::Write, 5_000, 10_000);
        // A panic of the work of a transaction is caught. This panic is not, and ends the thread.
        let result = pool.read_on_worker(pool.timeouts, |_, _| -> Result<(), Error> {
            std::panic::resume_unwind(Box::new(()))
        });
        assert!(matches!(result.await, Err(Error::Panicked)));
        assert!(pool.write(pool.timeouts, false, |_| Ok::<_, Error>(())).await.is_ok());
    }

    #[actix_web::test]
    async fn a_failed_job_of_a_group_is_rolled_back_alone() {
        let (_folder, pool) = pool(Access::Write, 5_000, 10_000);
        create_table(&pool).await.unwrap();
        let jobs = (0..60).map(|number| {
            pool.write(pool.timeouts, number % 20 == 19, move |c| {
                c.batch_execute(&format!("INSERT INTO notes VALUES ({number})"))?;
                match number % 4 {
                    0 => Err(Error::Busy),
                    1 => c.attempt(|_| panic!("as a bug would")),
                    2 => c.attempt(|c| Ok(c.batch_execute("INSERT INTO missing_table VALUES (1)")?)),
                    _ => Ok(()),
                }
            })
        });
        let results = futures_util::future::join_all(jobs).await;
        for (number, result) in results.iter().enumerate() {
            let is_expected = match number % 4 {
                0 => matches!(result, Err(Error::Busy)),
                1 => matches!(result, Err(Error::Panicked)),
                2 => matches!(result, Err(Error::Query(_))),
                _ => result.is_ok(),
            };
            assert!(is_expected, "{number}: {result:?}");
        }
        let rows = pool.write(pool.timeouts, false, |c| Ok::<_, Error>(count(c)?)).await;
        assert_eq!(rows.unwrap(), 15);
    }

    #[actix_web::test]
    async fn a_job_that_panics_in_a_savepoint_leaves_nothing_for_the_next_job_to_commit() {
        let (_folder, pool) = pool(Access::Write, 5_000, 10_000);
        create_table(&pool).await.unwrap();
        let (release, blocked) = mpsc::channel::<()>();
        let panics = pool.write(pool.timeouts, false, move |c| {
            let _ = blocked.recv();
            c.batch_execute("INSERT INTO notes VALUES (1)")?;
            c.attempt(|_| -> Result<(), Error> { panic!("as a bug would") })
        });
        let next = pool.write(pool.timeouts, false, |c| {
            Ok::<_, Error>(c.batch_execute("INSERT INTO notes VALUES (2)")?)
        });
        // Both are queued in this order before the first one continues.
        let (panicked, next, ()) = futures_util::future::join3(panics, next, async { drop(release) }).await;
        assert!(matches!(panicked, Err(Error::Panicked)) && next.is_ok(), "{panicked:?} {next:?}");
        let rows = pool.write(pool.timeouts, false, |c| Ok::<_, Error>(count(c)?)).await;
        assert_eq!(rows.unwrap(), 1);
    }
}
