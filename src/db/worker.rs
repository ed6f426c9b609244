//! A thread that owns a connection and does jobs with it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;

use super::conn::{Access, Conn};
use super::content_version::{Changes, ContentVersion, VersionTracker};
use super::job::{Ended, Job, Ticket, WriteJob};
use super::supervisor::Activity;
use super::url::DatabaseUrl;
use super::{Error, QueryResult, is_transient};

/// How much longer a job may take that has to connect first. libpq tries each address of a host, and each host of a URL,
/// for 2 seconds; looking up a name has no limit of its own.
const CONNECT_TIME: Duration = Duration::from_secs(10);

/// The most jobs that are committed together.
const MAX_GROUP: usize = 64;

/// How long jobs go on joining a group: the first one waits for all of them.
const GROUP_TIME: Duration = Duration::from_millis(10);

/// A thread's connection. It is opened at the first job, and again after it was lost.
pub(super) struct Worker {
    url: DatabaseUrl,
    access: Access,
    activity: Arc<Activity>,
    /// On a thread that writes.
    version_tracker: Option<Arc<VersionTracker>>,
    conn: Option<Conn>,
}

impl Worker {
    /// A worker without a connection yet.
    pub(super) fn new(
        url: DatabaseUrl,
        access: Access,
        activity: Arc<Activity>,
        version_tracker: Option<Arc<VersionTracker>>,
    ) -> Self {
        Self { url, access, activity, version_tracker, conn: None }
    }

    /// Runs `work`, which reads, in a transaction. A connection that cannot even end it is closed.
    pub(super) fn read<T, E: From<Error>>(
        &mut self,
        ticket: &Ticket,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = self.begin()?;
        if ticket.is_given_up() {
            // The wait for a connection took all the time. The work would be done for nobody.
            undo(&mut conn, ())?;
            self.conn = Some(conn);
            return Err(Error::TimedOut.into());
        }
        let result = match catch_unwind(AssertUnwindSafe(|| work(&mut conn))) {
            Ok(Ok(value)) => conn.commit().map(|()| Ok(value)).map_err(|error| match conn.is_usable() {
                true => Error::Query(error),
                false => Error::Unavailable(error.to_string()),
            }),
            Ok(Err(error)) => undo(&mut conn, Err(error)),
            Err(_) => return Err(Error::Panicked.into()),
        };
        if !matches!(result, Err(Error::Unavailable(_))) {
            self.conn = Some(conn);
        }
        result?
    }

    /// Does one job after the other in a transaction and commits them together: the first, and those that wait
    /// behind it. A job that fails is undone by itself. Returns a job that was taken from the queue and has to be done apart.
    pub(super) fn write(&mut self, first: WriteJob, queue: &Receiver<Job>) -> Option<Job> {
        let (mut conn, content_version) = match self.begin_to_write() {
            Ok(begun) => begun,
            Err(error) => {
                // It says so to its caller, and has nothing to be committed.
                let ended = (first.work)(Err(error));
                answer_all(ended, Ok(()));
                return None;
            }
        };
        let mut done = Vec::new();
        let mut left = None;
        let kept = self.run_together(&mut conn, content_version, first, queue, &mut done, &mut left);
        let committed = kept.and_then(|changes| self.commit(&mut conn, &done, changes));
        if committed.is_ok() || conn.is_usable() {
            self.conn = Some(conn);
        }
        answer_all(done, committed);
        left
    }

    /// Begins a transaction that writes, and tells the number of the edition that it finds, where no other transaction makes one meanwhile.
    fn begin_to_write(&mut self) -> Result<(Conn, Option<i64>), Error> {
        let mut conn = self.begin()?;
        let dates = self.version_tracker.is_some() && self.access == Access::Write;
        let content_version = dates.then(|| ContentVersion::of(&mut conn)).transpose();
        match content_version {
            Ok(content_version) => Ok((conn, content_version.map(|content_version| content_version.number))),
            Err(error) if conn.is_usable() => {
                self.conn = Some(conn);
                Err(error.into())
            }
            Err(error) => Err(Error::Unavailable(error.to_string())),
        }
    }

    /// Runs jobs until none waits that may be committed together with them, and returns what changed for readers.
    fn run_together(
        &mut self,
        conn: &mut Conn,
        content_version: Option<i64>,
        first: WriteJob,
        queue: &Receiver<Job>,
        done: &mut Vec<Ended>,
        left: &mut Option<Job>,
    ) -> Result<Option<Changes>, Error> {
        let started = Instant::now();
        let mut next = Some(first);
        while let Some(job) = next.take() {
            let is_long = job.is_long;
            done.extend(run_job(conn, job, done.is_empty())?);
            let is_ended = conn.is_outside();
            let is_full = done.len() >= MAX_GROUP || started.elapsed() >= GROUP_TIME;
            if is_ended || is_long || is_full {
                break;
            }
            match queue.try_recv() {
                Ok(Job::Write(job)) if !job.is_long => next = Some(job),
                other => *left = other.ok(),
            }
        }
        let changes = self.version_tracker.as_ref().filter(|_| !done.is_empty());
        Ok(changes.map(|version_tracker| version_tracker.close(conn, content_version)).transpose()?)
    }

    /// Commits what was done, if anything.
    fn commit(&self, conn: &mut Conn, done: &[Ended], changes: Option<Changes>) -> Result<(), Error> {
        if done.is_empty() {
            return undo(conn, ());
        }
        conn.commit().map_err(|error| match conn.is_usable() {
            true => Error::Query(error),
            // Nobody knows whether the work was done.
            false => Error::Unconfirmed,
        })?;
        if let (Some(version_tracker), Some(changes)) = (&self.version_tracker, changes) {
            version_tracker.known().learn(&changes);
        }
        Ok(())
    }

    /// Runs a single statement without a transaction. It is run once more on a new connection when the present
    /// one turns out to be lost; other failures are the statement's own.
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
                return Err(lost(result));
            }
            conn = self.connect()?;
            result = run(&mut conn)?;
            if result.is_err() && !conn.is_usable() {
                return Err(lost(result));
            }
        }
        self.conn = Some(conn);
        Ok(result?)
    }

    /// Takes the connection and begins a transaction. A connection that was lost since its last job fails here, before
    /// any work is done, and is replaced once; also one that works but refuses to begin, such as that to a
    /// primary which has become a standby. A busy database is no reason to connect again.
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

/// Runs a job, and answers it at once when it is undone. Returns it when it is to be committed, and `None` when it is undone or
/// nobody waits for it. Fails when the whole transaction is lost.
///
/// The first job of a transaction is undone with the transaction; each other one has a savepoint.
fn run_job(conn: &mut Conn, job: WriteJob, is_first: bool) -> Result<Option<Ended>, Error> {
    if !is_first && let Err(error) = conn.begin_part() {
        let reason = error.to_string();
        answer_all((job.work)(Err(Error::Unavailable(reason.clone()))), Ok(()));
        return Err(Error::Unavailable(reason));
    }
    let ended = (job.work)(Ok(conn));
    let is_done = ended.as_ref().is_none_or(|ended| ended.is_done);
    let result = match (is_done, is_first) {
        (true, true) => Ok(()),
        (true, false) => conn.keep_part(),
        (false, true) => conn.roll_back(),
        (false, false) => conn.undo_part(),
    };
    if is_done && result.is_ok() {
        return Ok(ended);
    }
    let lost = result.as_ref().err().map(ToString::to_string);
    answer_all(ended, result.map_err(|error| Error::Unavailable(error.to_string())));
    lost.map_or(Ok(None), |reason| Err(Error::Unavailable(reason)))
}

/// Answers jobs whose transaction was committed, or was not: then the first caller gets the error itself, and each other one is
/// told that nothing was done, or that nobody knows.
fn answer_all(jobs: impl IntoIterator<Item = Ended>, committed: Result<(), Error>) {
    let mut committed = Some(committed);
    for job in jobs {
        let result = committed.take().unwrap_or(Ok(()));
        committed = Some(match &result {
            Ok(()) => Ok(()),
            Err(Error::Unconfirmed) => Err(Error::Unconfirmed),
            Err(Error::Unavailable(reason)) => Err(Error::Unavailable(reason.clone())),
            Err(error) => Err(Error::Unavailable(error.to_string())),
        });
        (job.answer)(result);
    }
}

/// Rolls back. When that fails too, the connection is lost, and the caller gets that error instead.
fn undo<T>(conn: &mut Conn, result: T) -> Result<T, Error> {
    conn.roll_back().map(|()| result).map_err(|lost| Error::Unavailable(lost.to_string()))
}

/// The error of a statement whose connection was lost.
fn lost<T>(result: QueryResult<T>) -> Error {
    Error::Unavailable(result.err().map_or_else(String::new, |error| error.to_string()))
}
