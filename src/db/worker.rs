//! A thread that owns a connection and runs jobs on it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;
use diesel::QueryResult;

use super::activity::Activity;
use super::conn::{Access, Conn};
use super::content_version::{ChangeSet, ContentVersion, VersionTracker};
use super::dialect::is_transient;
use super::error::Error;
use super::job::{AtomicJobState, Outcome, WriteJob};
use super::url::DatabaseUrl;

/// How much longer a job may take that has to connect first. libpq tries each address of a host, and each host of a
/// URL, for 2 seconds. The lookup of a host name has no limit of its own.
const CONNECT_TIME: Duration = Duration::from_secs(10);

/// The most jobs in one group commit.
const MAX_GROUP_SIZE: usize = 64;

/// How long further jobs may join a group. The first job of the group waits for all of them.
const GROUP_WINDOW: Duration = Duration::from_millis(10);

/// The work of one request.
pub(super) enum Job {
    /// It reads.
    Read {
        /// Runs the work on a worker, and sends the result to the caller.
        work: Box<dyn FnOnce(&mut Worker) + Send>,
        /// The time after which the supervisor takes the thread for hanging.
        time_limit: Duration,
    },
    /// It writes.
    Write(WriteJob),
}

impl Job {
    /// The time after which the supervisor takes the thread for hanging.
    pub(super) fn time_limit(&self) -> Duration {
        match self {
            Self::Read { time_limit, .. } | Self::Write(WriteJob { time_limit, .. }) => *time_limit,
        }
    }
}

/// A thread's connection. It is opened at the first job, and again after it was lost.
pub(super) struct Worker {
    url: DatabaseUrl,
    access: Access,
    activity: Arc<Activity>,
    /// Only on a thread that writes.
    version_tracker: Option<Arc<VersionTracker>>,
    conn: Option<Conn>,
}

impl Worker {
    /// A worker that has not connected yet.
    pub(super) fn new(
        url: DatabaseUrl,
        access: Access,
        activity: Arc<Activity>,
        version_tracker: Option<Arc<VersionTracker>>,
    ) -> Self {
        Self { url, access, activity, version_tracker, conn: None }
    }

    /// Runs `work` in a read transaction. It closes a connection that cannot end the transaction.
    pub(super) fn read<T, E: From<Error>>(
        &mut self,
        state: &AtomicJobState,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = self.begin()?;
        if state.is_abandoned() {
            // The wait for a connection took all the time.
            roll_back(&mut conn, ())?;
            self.conn = Some(conn);
            return Err(Error::TimedOut.into());
        }
        let result = match catch_unwind(AssertUnwindSafe(|| work(&mut conn))) {
            Ok(Ok(value)) => conn.commit().map(|()| Ok(value)).map_err(|error| match conn.is_usable() {
                true => Error::Query(error),
                false => Error::Unavailable(error.to_string()),
            }),
            Ok(Err(error)) => roll_back(&mut conn, Err(error)),
            Err(_) => return Err(Error::Panicked.into()),
        };
        if !matches!(result, Err(Error::Unavailable(_))) {
            self.conn = Some(conn);
        }
        result?
    }

    /// Runs the first job and those that wait in the queue in one transaction, and commits them together. A job
    /// that fails is rolled back alone. Returns a job that it took from the queue but that must run in a
    /// transaction of its own.
    pub(super) fn write(&mut self, first: WriteJob, queue: &Receiver<Job>) -> Option<Job> {
        let (mut conn, version_before) = match self.begin_write() {
            Ok(begun) => begun,
            Err(error) => {
                // The job passes the error to its caller. There is nothing to commit.
                let outcome = (first.work)(Err(error));
                respond_all(outcome, Ok(()));
                return None;
            }
        };
        let mut outcomes = Vec::new();
        let mut leftover = None;
        let changes = self.run_group(&mut conn, version_before, first, queue, &mut outcomes, &mut leftover);
        let committed = changes.and_then(|changes| self.commit(&mut conn, &outcomes, changes));
        if committed.is_ok() || conn.is_usable() {
            self.conn = Some(conn);
        }
        respond_all(outcomes, committed);
        leftover
    }

    /// Begins a write transaction. Also returns the number of the content version before it, if no other
    /// transaction can create one at the same time.
    fn begin_write(&mut self) -> Result<(Conn, Option<i64>), Error> {
        let mut conn = self.begin()?;
        let is_exclusive = self.version_tracker.is_some() && self.access == Access::Write;
        let content_version = is_exclusive.then(|| ContentVersion::of(&mut conn)).transpose();
        match content_version {
            Ok(content_version) => Ok((conn, content_version.map(|version| version.number))),
            Err(error) if conn.is_usable() => {
                self.conn = Some(conn);
                Err(error.into())
            }
            Err(error) => Err(Error::Unavailable(error.to_string())),
        }
    }

    /// Runs jobs until no further one may join the group. Adds those that are to be committed to `outcomes`, and
    /// returns the content changes that they made.
    fn run_group(
        &mut self,
        conn: &mut Conn,
        version_before: Option<i64>,
        first: WriteJob,
        queue: &Receiver<Job>,
        outcomes: &mut Vec<Outcome>,
        leftover: &mut Option<Job>,
    ) -> Result<Option<ChangeSet>, Error> {
        let started = Instant::now();
        let mut next = Some(first);
        while let Some(job) = next.take() {
            let is_long = job.is_long;
            outcomes.extend(run_job(conn, job, outcomes.is_empty())?);
            let has_ended = conn.is_idle();
            let is_full = outcomes.len() >= MAX_GROUP_SIZE || started.elapsed() >= GROUP_WINDOW;
            if has_ended || is_long || is_full {
                break;
            }
            match queue.try_recv() {
                Ok(Job::Write(job)) if !job.is_long => next = Some(job),
                other => *leftover = other.ok(),
            }
        }
        let version_tracker = self.version_tracker.as_ref().filter(|_| !outcomes.is_empty());
        Ok(version_tracker.map(|tracker| tracker.before_commit(conn, version_before)).transpose()?)
    }

    /// Commits the transaction, or rolls it back when there are no outcomes to commit.
    fn commit(&self, conn: &mut Conn, outcomes: &[Outcome], changes: Option<ChangeSet>) -> Result<(), Error> {
        if outcomes.is_empty() {
            return roll_back(conn, ());
        }
        conn.commit().map_err(|error| match conn.is_usable() {
            true => Error::Query(error),
            // The connection was lost during the commit, so the result of the commit is unknown.
            false => Error::Unconfirmed,
        })?;
        if let (Some(version_tracker), Some(changes)) = (&self.version_tracker, changes) {
            version_tracker.tag_versions().apply(&changes);
        }
        Ok(())
    }

    /// Runs a single statement without a transaction. When the connection of an earlier job turns out to be lost,
    /// the statement runs a second time on a new connection. Other errors are returned.
    pub(super) fn read_single<T>(
        &mut self,
        statement: impl Fn(&mut Conn) -> QueryResult<T>,
    ) -> Result<T, Error> {
        let run =
            |conn: &mut Conn| catch_unwind(AssertUnwindSafe(|| statement(conn))).map_err(|_| Error::Panicked);
        let (mut conn, is_new) = match self.conn.take() {
            Some(conn) => (conn, false),
            None => (self.connect()?, true),
        };
        let mut result = run(&mut conn)?;
        if result.is_err() && !conn.is_usable() {
            if is_new {
                return Err(connection_lost(result));
            }
            conn = self.connect()?;
            result = run(&mut conn)?;
            if result.is_err() && !conn.is_usable() {
                return Err(connection_lost(result));
            }
        }
        self.conn = Some(conn);
        Ok(result?)
    }

    /// Takes the connection out of the worker and begins a transaction. A connection that was lost since its last
    /// job fails here, before the work has begun, and is replaced once. So is a connection that works but refuses
    /// to begin, such as one to a primary that has become a standby. A transient error, such as a busy database,
    /// does not replace the connection.
    fn begin(&mut self) -> Result<Conn, Error> {
        if let Some(mut conn) = self.conn.take() {
            match conn.begin(self.access) {
                Ok(()) => return Ok(conn),
                Err(error) if is_transient(&error) && conn.is_usable() => {
                    self.conn = Some(conn);
                    return Err(error.into());
                }
                Err(_) => {}
            }
        }
        let mut conn = self.connect()?;
        match conn.begin(self.access) {
            Ok(()) => Ok(conn),
            Err(error) if is_transient(&error) && conn.is_usable() => {
                self.conn = Some(conn);
                Err(error.into())
            }
            Err(error) => Err(Error::Unavailable(error.to_string())),
        }
    }

    fn connect(&self) -> Result<Conn, Error> {
        self.activity.extend(CONNECT_TIME);
        Conn::open(&self.url, self.access).map_err(|error| Error::Unavailable(error.to_string()))
    }
}

/// Runs a job. Returns its outcome when it is to be committed. Otherwise rolls it back, answers its caller, and
/// returns `None`; also when the caller no longer waits. Fails when the whole transaction is lost.
///
/// The first job of a group is rolled back with the transaction. Each later job has a savepoint.
fn run_job(conn: &mut Conn, job: WriteJob, is_first: bool) -> Result<Option<Outcome>, Error> {
    if !is_first && let Err(error) = conn.create_savepoint() {
        let reason = error.to_string();
        respond_all((job.work)(Err(Error::Unavailable(reason.clone()))), Ok(()));
        return Err(Error::Unavailable(reason));
    }
    let outcome = (job.work)(Ok(conn));
    let is_success = outcome.as_ref().is_none_or(|outcome| outcome.is_success);
    let ended = match (is_success, is_first) {
        (true, true) => Ok(()),
        (true, false) => conn.release_savepoint(),
        (false, true) => conn.roll_back(),
        (false, false) => conn.roll_back_to_savepoint(),
    };
    if is_success && ended.is_ok() {
        return Ok(outcome);
    }
    let lost = ended.as_ref().err().map(ToString::to_string);
    respond_all(outcome, ended.map_err(|error| Error::Unavailable(error.to_string())));
    lost.map_or(Ok(None), |reason| Err(Error::Unavailable(reason)))
}

/// Answers the callers of jobs that were committed together, or whose commit failed. When it failed, the first
/// caller gets the error itself. Each other caller gets `Unconfirmed` if the result is unknown, and `Unavailable`
/// if nothing was stored.
fn respond_all(outcomes: impl IntoIterator<Item = Outcome>, committed: Result<(), Error>) {
    let mut committed = Some(committed);
    for outcome in outcomes {
        let result = committed.take().unwrap_or(Ok(()));
        committed = Some(match &result {
            Ok(()) => Ok(()),
            Err(Error::Unconfirmed) => Err(Error::Unconfirmed),
            Err(Error::Unavailable(reason)) => Err(Error::Unavailable(reason.clone())),
            Err(error) => Err(Error::Unavailable(error.to_string())),
        });
        (outcome.respond)(result);
    }
}

/// Rolls the transaction back and returns `result`. Fails when the connection cannot roll back, because it is lost
/// then.
fn roll_back<T>(conn: &mut Conn, result: T) -> Result<T, Error> {
    conn.roll_back().map(|()| result).map_err(|lost| Error::Unavailable(lost.to_string()))
}

/// The error for a statement whose connection was lost.
fn connection_lost<T>(result: QueryResult<T>) -> Error {
    Error::Unavailable(result.err().map_or_else(String::new, |error| error.to_string()))
}
