//! The database: SQLite in one file, or PostgreSQL, behind one set of queries.
//!
//! [`Db::read`] and [`Db::write`] run a closure on a thread that owns a connection, inside one
//! transaction: all of a closure's work happens or none, and everything a reading closure sees is
//! of one moment. Only `dialect/` knows which database it is.

pub use diesel::QueryResult;
pub use diesel::result::Error as QueryError;

mod conn;
mod content_version;
mod dialect;
mod job;
mod keyset;
mod migrations;
mod pool;
#[expect(missing_docs, reason = "tables and columns are named in the terms of the migrations")]
pub mod schema;
mod supervisor;
mod types;
mod url;
mod worker;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

pub(crate) use self::conn::match_conn;
pub use self::conn::{Access, Conn};
pub use self::content_version::ContentVersion;
use self::content_version::{Changes, VersionTracker};
pub use self::dialect::{
    Statement, check_server_version, each, each_id, first_answers, for_update, is_foreign_key_violation,
    is_transient, is_unique_violation, published_search, search, violates,
};
pub(crate) use self::keyset::seek;
pub use self::migrations::{migrate, progress, revert_all, revert_last};
use self::pool::{WaitTimes, WorkerPool};
pub use self::types::Json;
pub use self::url::{DatabaseUrl, UrlError};
use crate::content::{CacheTag, Time};

/// How long a read waits: nobody reads a page that takes longer.
const READ_TIMES: WaitTimes = WaitTimes { queue: Duration::from_secs(1), answer: Duration::from_secs(2) };

/// How long a write waits. What begins late still has time to end: else an overloaded server would do most of its
/// work in vain.
const WRITE_TIMES: WaitTimes = WaitTimes { queue: Duration::from_secs(5), answer: Duration::from_secs(10) };

/// How long work on many rows waits, such as a merge.
const LONG_TIMES: WaitTimes = WaitTimes { queue: Duration::from_secs(5), answer: Duration::from_secs(120) };

/// How long the question waits whether the database answers.
const PING_TIMES: WaitTimes =
    WaitTimes { queue: Duration::from_millis(400), answer: Duration::from_millis(800) };

/// The time between two looks for what others have published.
const LOOK: Duration = Duration::from_millis(250);

/// The bounds, from and before, between which the paths below `path` lie. Paths compare byte by byte
/// on both databases, and `0` follows `/`; LIKE would mind the case of letters on one of them only.
pub fn below(path: &str) -> (String, String) {
    (format!("{path}/"), format!("{path}0"))
}

/// Why the database did not do what was asked.
#[derive(Debug)]
pub enum Error {
    /// The queue for a connection is full, or the work waited too long in it. Nothing was done.
    Busy,
    /// The database did not answer in time, or the work took too long. It is rolled back.
    TimedOut,
    /// The database was told to commit, and did not confirm it in time, or the connection was lost. The work may have
    /// been done.
    Unconfirmed,
    /// There is no connection to be had, or it was lost before the work was to be committed. Nothing was done.
    Unavailable(String),
    /// The work failed in a way its author did not foresee and was undone.
    Panicked,
    /// The database refused a statement.
    Query(QueryError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("too many requests are waiting for the database"),
            Self::TimedOut => f.write_str("the database did not answer in time"),
            Self::Unconfirmed => f.write_str("the database has not confirmed a commit"),
            Self::Unavailable(reason) => write!(f, "the database cannot be reached: {reason}"),
            Self::Panicked => f.write_str("the work on the database panicked"),
            Self::Query(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Self {
        Self::Query(error)
    }
}

/// Why work failed, and whether its transaction cannot go on, since a statement failed in it.
struct Tried<E> {
    is_broken: bool,
    error: E,
}

impl<E: From<Error>> From<Error> for Tried<E> {
    fn from(error: Error) -> Self {
        Self { is_broken: false, error: error.into() }
    }
}

/// The sides of the database: threads that read and threads that write.
///
/// Writing transactions take turns on both databases. There is one writing thread, so that writers queue up here and are committed
/// together. PostgreSQL has another one for what readers send, which takes turns of its own.
pub struct Db {
    readers: WorkerPool,
    writers: WorkerPool,
    /// They keep what readers send, on PostgreSQL.
    writers_for_readers: Option<WorkerPool>,
    version_tracker: Arc<VersionTracker>,
}

impl Db {
    /// Starts the threads. They connect at their first job, and again whenever their connection is
    /// lost. `now` tells the time at which a change is committed.
    pub fn start(url: &DatabaseUrl, now: impl Fn() -> Time + Send + Sync + 'static) -> io::Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let (readers, is_postgres) = match url {
            DatabaseUrl::Sqlite(_) => (cores, false),
            DatabaseUrl::Postgres(_) => (2 * cores, true),
        };
        let version_tracker = Arc::new(VersionTracker::new(now));
        let writer = |access| WorkerPool::start(url, access, 1, WRITE_TIMES, Some(version_tracker.clone()));
        Ok(Self {
            readers: WorkerPool::start(url, Access::Read, readers, READ_TIMES, None)?,
            writers: writer(Access::Write)?,
            writers_for_readers: is_postgres.then(|| writer(Access::WriteForReader)).transpose()?,
            version_tracker,
        })
    }

    /// Runs `work` in a read-only transaction that sees one moment of the database.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.readers.read(work).await
    }

    /// The same, for what readers see: tells in which edition it was found.
    pub async fn read_versioned<T, E, F>(&self, work: F) -> Result<(T, ContentVersion), E>
    where
        T: Send + 'static,
        E: From<Error> + From<QueryError> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.read(move |conn| Ok((work(conn)?, ContentVersion::of(conn)?))).await
    }

    /// Runs a single statement that reads: it sees one moment without a transaction, which costs more than
    /// most statements do. It is run once more when a connection of an earlier job turns out to be lost.
    pub async fn read_single<T, F>(&self, statement: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> QueryResult<T> + Send + 'static,
    {
        self.readers.read_single(READ_TIMES, statement).await
    }

    /// Asks the database for an answer, within 0.8 seconds.
    pub async fn ping(&self) -> Result<(), Error> {
        self.readers.read_single(PING_TIMES, dialect::ping).await
    }

    /// Runs `work` in a transaction that is committed when it ends well and rolled back when it
    /// returns an error or panics, or has not ended 10 seconds after the call. The answer comes after the commit.
    ///
    /// Works that wait are committed together: none of them sees what another one that fails has done.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.writers.write(WRITE_TIMES, false, work).await
    }

    /// The same for work that keeps what a reader sends. On PostgreSQL it does not wait for the work of editors, from whichever server:
    /// what it looks up may be changed by editors before it is done, and it may be run twice, the second time in turn with them, when
    /// a row that it needs stays locked.
    pub async fn write_for_reader<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: Fn(&mut Conn) -> Result<T, E> + Send + Sync + 'static,
    {
        let work = Arc::new(work);
        if let Some(writers) = &self.writers_for_readers {
            let work = Arc::clone(&work);
            let tried = move |conn: &mut Conn| {
                work(conn).map_err(|error| Tried { is_broken: dialect::ping(conn).is_err(), error })
            };
            match writers.write(WRITE_TIMES, false, tried).await {
                Ok(done) => return Ok(done),
                Err(Tried { is_broken: false, error }) => return Err(error),
                // A statement failed: most likely a row stayed locked for too long. Else it fails again.
                Err(Tried { is_broken: true, .. }) => {}
            }
        }
        self.write(move |conn| {
            conn.take_readers_turn().map_err(Error::from)?;
            work(conn)
        })
        .await
    }

    /// The same for work on any number of rows, which may take two minutes.
    pub async fn write_long<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + From<QueryError> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let work = |conn: &mut Conn| {
            conn.allow_statements(Some(LONG_TIMES.answer))?;
            work(conn)
        };
        self.writers.write(LONG_TIMES, true, work).await
    }

    /// The number of the newest edition that is known here: whatever was written through here and
    /// acknowledged is in it, and what others wrote is soon after [`Self::watch`] began.
    pub fn newest_version(&self) -> i64 {
        self.version_tracker.known().newest()
    }

    /// Whether no change that is known here touched any of the tags after the edition `number`.
    pub fn are_untouched(&self, tags: &[CacheTag], number: i64) -> bool {
        self.version_tracker.known().are_untouched(tags, number)
    }

    /// Looks again and again for editions that others have made: other servers, and commands.
    pub async fn watch(&self) {
        loop {
            if let Err(error) = self.look().await {
                // Requests meet the same and say so.
                log::debug!("cannot look for new editions: {error}");
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Looks once.
    pub async fn look(&self) -> Result<(), Error> {
        let version_tracker = self.version_tracker.clone();
        let newest = move |conn: &mut Conn| Changes::since(conn, version_tracker.known().newest());
        let changes = self.read(move |conn| Ok::<_, Error>(newest(conn)?)).await?;
        self.version_tracker.known().learn(&changes);
        Ok(())
    }
}
