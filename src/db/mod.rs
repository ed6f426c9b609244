//! The database: one set of queries for a SQLite file and for a PostgreSQL server.
//!
//! [`Db::read`] and [`Db::write`] run a closure on a thread that owns a connection, in one transaction. A
//! transaction is atomic, and a read transaction sees one snapshot of the database. SQL that differs between the
//! two databases is in `dialect/` only.

pub use diesel::QueryResult;
pub use diesel::result::Error as QueryError;

mod activity;
mod conn;
mod content_version;
mod dialect;
mod error;
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

use std::io;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

pub(crate) use self::conn::match_conn;
pub use self::conn::{Access, Conn};
pub use self::content_version::ContentVersion;
use self::content_version::{ChangeSet, VersionTracker};
pub use self::dialect::{
    Statement, check_server_version, each, each_id, first_reply_ids, for_update, is_foreign_key_violation,
    is_transient, is_unique_violation, published_search, search, violates,
};
use self::error::AttemptError;
pub use self::error::Error;
pub(crate) use self::keyset::seek;
pub use self::migrations::{migrate, migration_counts, revert_all, revert_last};
use self::pool::{Timeouts, WorkerPool};
pub use self::types::Json;
pub use self::url::{DatabaseUrl, UrlError};
use crate::content::{CacheTag, Time};

/// The timeouts of a read. A reader does not wait longer for a page.
const READ_TIMEOUTS: Timeouts = Timeouts { queue: Duration::from_secs(1), total: Duration::from_secs(2) };

/// The timeouts of a write. The queue timeout is half of the total, so that work that starts late still has time to
/// end. Otherwise an overloaded server would roll back most of its work.
const WRITE_TIMEOUTS: Timeouts = Timeouts { queue: Duration::from_secs(5), total: Duration::from_secs(10) };

/// The timeouts of a write that changes many rows, such as a merge.
const LONG_WRITE_TIMEOUTS: Timeouts =
    Timeouts { queue: Duration::from_secs(5), total: Duration::from_secs(120) };

/// The timeouts of [`Db::ping`].
const PING_TIMEOUTS: Timeouts =
    Timeouts { queue: Duration::from_millis(400), total: Duration::from_millis(800) };

/// The time between two queries for changes that other servers and commands have committed.
const POLL_INTERVAL: Duration = Duration::from_millis(250);

/// The range of the paths below `path`: its inclusive start and its exclusive end. Both databases compare paths
/// byte by byte, and `0` is the byte after `/`. `LIKE` would ignore case on SQLite only.
pub fn below(path: &str) -> (String, String) {
    (format!("{path}/"), format!("{path}0"))
}

/// The thread pools that run all work on the database.
///
/// Write transactions of editors run one at a time, on both databases. One thread runs them, so that they wait in one queue and
/// are committed in groups. On PostgreSQL a second thread runs the writes of the audience, one at a time too; they do not wait
/// for those of editors.
pub struct Db {
    read_pool: WorkerPool,
    write_pool: WorkerPool,
    /// Only on PostgreSQL.
    audience_write_pool: Option<WorkerPool>,
    version_tracker: Arc<VersionTracker>,
}

impl Db {
    /// Starts the threads. Each thread connects at its first job, and again after its connection is lost.
    /// `now` returns the time with which a new content version is stored.
    pub fn start(url: &DatabaseUrl, now: impl Fn() -> Time + Send + Sync + 'static) -> io::Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let (read_threads, is_postgres) = match url {
            DatabaseUrl::Sqlite(_) => (cores, false),
            DatabaseUrl::Postgres(_) => (2 * cores, true),
        };
        let version_tracker = Arc::new(VersionTracker::new(now));
        let write_pool =
            |access| WorkerPool::start(url, access, 1, WRITE_TIMEOUTS, Some(version_tracker.clone()));
        Ok(Self {
            read_pool: WorkerPool::start(url, Access::Read, read_threads, READ_TIMEOUTS, None)?,
            write_pool: write_pool(Access::Write)?,
            audience_write_pool: is_postgres.then(|| write_pool(Access::AudienceWrite)).transpose()?,
            version_tracker,
        })
    }

    /// Runs `work` in a read-only transaction that sees one snapshot of the database. Fails after 2 seconds.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.read_pool.read(work).await
    }

    /// Runs `work` as [`Self::read`] does, and also returns the content version that the transaction saw.
    pub async fn read_versioned<T, E, F>(&self, work: F) -> Result<(T, ContentVersion), E>
    where
        T: Send + 'static,
        E: From<Error> + From<QueryError> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.read(move |conn| Ok((work(conn)?, ContentVersion::of(conn)?))).await
    }

    /// Runs a single read-only statement without a transaction. One statement sees one snapshot anyway, and a
    /// transaction costs more than most statements. The statement runs a second time when the connection of an
    /// earlier job turns out to be lost.
    pub async fn read_single<T, F>(&self, statement: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> QueryResult<T> + Send + 'static,
    {
        self.read_pool.read_single(READ_TIMEOUTS, statement).await
    }

    /// Checks that the database answers a query within 0.8 seconds.
    pub async fn ping(&self) -> Result<(), Error> {
        self.read_pool.read_single(PING_TIMEOUTS, dialect::ping).await
    }

    /// Runs `work` in a write transaction, and returns its result after the commit. The transaction is rolled back
    /// when `work` returns an error or panics, or when it has not ended 10 seconds after the call.
    ///
    /// Work that waits in the queue is committed together. Work that fails is rolled back alone, and no other work
    /// sees its changes.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.write_pool.write(WRITE_TIMEOUTS, false, work).await
    }

    /// Runs `work`, which stores what a reader of the site sends, in a write transaction.
    ///
    /// On PostgreSQL it does not wait for the writes of editors, on this server or another one. Editors may
    /// therefore change rows that `work` has read before it commits. When a row that it needs stays locked, `work`
    /// runs a second time, then in turn with the writes of editors.
    pub async fn write_audience<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: Fn(&mut Conn) -> Result<T, E> + Send + Sync + 'static,
    {
        let work = Arc::new(work);
        if let Some(pool) = &self.audience_write_pool {
            let work = Arc::clone(&work);
            let attempt = move |conn: &mut Conn| {
                work(conn).map_err(|error| AttemptError { is_aborted: dialect::ping(conn).is_err(), error })
            };
            match pool.write(WRITE_TIMEOUTS, false, attempt).await {
                Ok(result) => return Ok(result),
                Err(AttemptError { is_aborted: false, error }) => return Err(error),
                // A statement failed, most likely because a row stayed locked. Any other cause fails again below.
                Err(AttemptError { is_aborted: true, .. }) => {}
            }
        }
        self.write(move |conn| {
            conn.lock_audience_writes().map_err(Error::from)?;
            work(conn)
        })
        .await
    }

    /// Runs `work` as [`Self::write`] does, for up to 120 seconds. For work that may change many rows.
    pub async fn write_long<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + From<QueryError> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let work = |conn: &mut Conn| {
            conn.set_statement_timeout(Some(LONG_WRITE_TIMEOUTS.total))?;
            work(conn)
        };
        self.write_pool.write(LONG_WRITE_TIMEOUTS, true, work).await
    }

    /// The number of the newest content version that this server knows. It includes every write of this server that
    /// was confirmed, and the writes of other servers after at most one poll of [`Self::watch`].
    pub fn newest_version(&self) -> i64 {
        self.version_tracker.tag_versions().newest()
    }

    /// Whether no known change after content version `version` has touched any of the tags.
    pub fn is_unchanged_since(&self, tags: &[CacheTag], version: i64) -> bool {
        self.version_tracker.tag_versions().is_unchanged_since(tags, version)
    }

    /// Polls forever for content versions that other servers and commands have committed.
    pub async fn watch(&self) {
        loop {
            if let Err(error) = self.poll_changes().await {
                // Requests fail for the same reason, and are logged.
                log::debug!("could not read new content changes: {error}");
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    /// Reads the changes since the newest known content version once.
    pub async fn poll_changes(&self) -> Result<(), Error> {
        let version_tracker = self.version_tracker.clone();
        let since_newest =
            move |conn: &mut Conn| ChangeSet::since(conn, version_tracker.tag_versions().newest());
        let changes = self.read(move |conn| Ok::<_, Error>(since_newest(conn)?)).await?;
        self.version_tracker.tag_versions().apply(&changes);
        Ok(())
    }
}
