//! All code that differs between SQLite and PostgreSQL.

mod error_kind;
pub mod published_search;
mod replies;
pub mod search;
mod statement;

use std::fs::OpenOptions;
use std::io;
use std::num::NonZeroU32;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

pub use self::error_kind::{is_foreign_key_violation, is_transient, is_unique_violation, violates};
pub use self::replies::first_reply_ids;
pub use self::statement::{Statement, each, each_id};
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::{ConnectionError, ConnectionResult, PgConnection, SqliteConnection};

use crate::db::conn::{Access, Conn, match_conn};
use crate::db::url::DatabaseUrl;

impl Conn {
    /// Connects and configures the session: durability on SQLite, timeouts on PostgreSQL, and read-only mode for
    /// [`Access::Read`].
    pub fn open(url: &DatabaseUrl, access: Access) -> ConnectionResult<Self> {
        match url {
            DatabaseUrl::Sqlite(path) => {
                if access != Access::Read {
                    create_private(path)
                        .map_err(|error| ConnectionError::BadConnection(error.to_string()))?;
                }
                let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
                // The timeout comes first, because the switch to WAL may have to wait for a lock on the file.
                conn.batch_execute(
                    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                     PRAGMA foreign_keys = ON;",
                )
                .map_err(ConnectionError::CouldntSetupConfiguration)?;
                if access == Access::Read {
                    // Lists read many scattered pages. With SQLite's default of 2 MiB most of them would be read
                    // from the file again.
                    conn.batch_execute("PRAGMA query_only = ON; PRAGMA cache_size = -16384;")
                        .map_err(ConnectionError::CouldntSetupConfiguration)?;
                }
                Ok(Self::Sqlite(conn))
            }
            DatabaseUrl::Postgres(url) => {
                let mut conn = PgConnection::establish(&with_timeouts(url))?;
                // A statement may take as long as its caller waits, see `READ_TIMEOUTS` and `WRITE_TIMEOUTS`.
                let session = match access {
                    Access::Read => "SET statement_timeout = '2s'; SET default_transaction_read_only = on;",
                    Access::Write | Access::AudienceWrite => {
                        "SET statement_timeout = '10s'; SET lock_timeout = '8s';"
                    }
                };
                conn.batch_execute(session).map_err(ConnectionError::CouldntSetupConfiguration)?;
                conn.batch_execute("SET idle_in_transaction_session_timeout = '15s';")
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(Self::Postgres(conn))
            }
        }
    }

    /// Begins a transaction for `access`.
    ///
    /// A read transaction sees one snapshot. Write transactions of editors run one at a time: on SQLite by its write lock, on
    /// PostgreSQL by an advisory lock that all servers share. So no other editor changes the rows that one of them has read
    /// before it ends, and no two of them can deadlock.
    ///
    /// On PostgreSQL the writes of the audience have an advisory lock of their own. The other write transactions
    /// may change rows that they have read. They wait for a locked row for half a second, which is less than the
    /// time after which PostgreSQL checks for deadlocks.
    pub(in crate::db) fn begin(&mut self, access: Access) -> QueryResult<()> {
        let sql = match (&self, access) {
            (Self::Sqlite(_), Access::Read) => "BEGIN DEFERRED",
            (Self::Sqlite(_), Access::Write | Access::AudienceWrite) => "BEGIN IMMEDIATE",
            (Self::Postgres(_), Access::Read) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            (Self::Postgres(_), Access::Write | Access::AudienceWrite) => {
                "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
            }
        };
        match_conn!(self, |c| AnsiTransactionManager::begin_transaction_sql(c, sql))?;
        match (self, access) {
            (Self::Postgres(conn), Access::Write) => conn.batch_execute(LOCK_WRITES),
            (Self::Postgres(conn), Access::AudienceWrite) => {
                conn.batch_execute(&format!("{LOCK_AUDIENCE_WRITES}; SET LOCAL lock_timeout = '500ms'"))
            }
            _ => Ok(()),
        }
    }

    /// Waits until no other transaction writes for the audience, and blocks other ones until this transaction ends.
    pub(in crate::db) fn lock_audience_writes(&mut self) -> QueryResult<()> {
        match self {
            // SQLite has one writer at a time.
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(conn) => conn.batch_execute(LOCK_AUDIENCE_WRITES),
        }
    }

    /// Whether the connection still works after a failed statement. Rolls back an open transaction.
    pub(in crate::db) fn is_usable(&mut self) -> bool {
        let is_clean = self.is_idle() || self.roll_back().is_ok();
        is_clean && ping(self).is_ok()
    }

    /// Whether no transaction is known to be open.
    pub(in crate::db) fn is_idle(&mut self) -> bool {
        self.depth().unwrap_or(0) == 0
    }

    /// The nesting depth of transactions; 0 outside of a transaction. Fails when it is unknown, because a
    /// transaction could not be ended.
    fn depth(&mut self) -> QueryResult<u32> {
        let status = match_conn!(self, |c| AnsiTransactionManager::transaction_manager_status_mut(c));
        Ok(status.transaction_depth()?.map_or(0, NonZeroU32::get))
    }

    /// Creates a savepoint in the transaction.
    pub(in crate::db) fn create_savepoint(&mut self) -> QueryResult<()> {
        self.batch_execute("SAVEPOINT job")
    }

    /// Removes the savepoint. The changes after it stay in the transaction.
    pub(in crate::db) fn release_savepoint(&mut self) -> QueryResult<()> {
        self.batch_execute("RELEASE SAVEPOINT job")
    }

    /// Rolls back the changes after the savepoint, and removes it. Fails when the whole transaction is lost.
    pub(in crate::db) fn roll_back_to_savepoint(&mut self) -> QueryResult<()> {
        self.roll_back_to_depth(1)?;
        self.batch_execute("ROLLBACK TO SAVEPOINT job; RELEASE SAVEPOINT job")
    }

    /// Raises the timeouts of the session for statements and locks to ten minutes. For commands.
    pub fn allow_long_statements(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(conn) => {
                conn.batch_execute("SET statement_timeout = '10min'; SET lock_timeout = '10min';")
            }
        }
    }

    /// Sets the timeout of each statement in the current transaction. `None` is no timeout.
    pub(in crate::db) fn set_statement_timeout(&mut self, timeout: Option<Duration>) -> QueryResult<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(conn) => {
                let millis = timeout.map_or(0, |timeout| timeout.as_millis());
                conn.batch_execute(&format!("SET LOCAL statement_timeout = {millis}"))
            }
        }
    }

    /// Commits the transaction.
    pub(in crate::db) fn commit(&mut self) -> QueryResult<()> {
        match_conn!(self, |c| AnsiTransactionManager::commit_transaction(c))
    }

    /// Rolls back the transaction, and the nested transactions that work has left open when it panicked.
    pub(in crate::db) fn roll_back(&mut self) -> QueryResult<()> {
        self.roll_back_to_depth(0)
    }

    /// Rolls back the transactions that are nested deeper than `depth`.
    fn roll_back_to_depth(&mut self, depth: u32) -> QueryResult<()> {
        while self.depth()? > depth {
            match_conn!(self, |c| AnsiTransactionManager::rollback_transaction(c))?;
        }
        Ok(())
    }
}

/// Waits for the advisory lock of write transactions on PostgreSQL, and holds it until the transaction ends. The
/// number is arbitrary, but must be the same in every release.
const LOCK_WRITES: &str = "SELECT pg_advisory_xact_lock(7237128839)";

/// The same for write transactions of the audience.
const LOCK_AUDIENCE_WRITES: &str = "SELECT pg_advisory_xact_lock(7237128840)";

/// The clause at the end of a query that locks its rows until the transaction ends. For transactions that read a
/// row in order to change it.
pub fn for_update(conn: &Conn) -> &'static str {
    match conn {
        // SQLite has one writer at a time.
        Conn::Sqlite(_) => "",
        Conn::Postgres(_) => " FOR NO KEY UPDATE",
    }
}

/// Parameters of libpq that close a connection whose server is gone. libpq tries each address for up to 2 seconds,
/// and sent data must be acknowledged within 10. Against a server that acknowledges data but does not answer, only
/// the timeouts in `pool.rs` help.
const TIMEOUT_PARAMETERS: [(&str, &str); 5] = [
    ("connect_timeout", "2"),
    ("tcp_user_timeout", "10000"),
    ("keepalives_idle", "5"),
    ("keepalives_interval", "2"),
    ("keepalives_count", "3"),
];

/// The URL with those [`TIMEOUT_PARAMETERS`] that it does not set itself.
fn with_timeouts(url: &str) -> String {
    // A password may contain a question mark.
    let after_user = url.rsplit_once('@').map_or(url, |(_, rest)| rest);
    let query = after_user.split_once('?').map_or("", |(_, query)| query);
    let is_set = |name: &str| query.split('&').any(|pair| pair.split('=').next() == Some(name));
    let missing: Vec<String> = TIMEOUT_PARAMETERS
        .iter()
        .filter(|(name, _)| !is_set(name))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let separator = if after_user.contains('?') { "&" } else { "?" };
    if missing.is_empty() { url.to_owned() } else { format!("{url}{separator}{}", missing.join("&")) }
}

/// Creates the file with access for its owner only, unless it exists. SQLite would create it readable for others.
fn create_private(path: &Path) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Runs the smallest possible query.
pub(in crate::db) fn ping(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute("SELECT 1")
}

/// The oldest SQLite version without the bug that corrupts the database when several connections reset the WAL at
/// the same time.
const MIN_SQLITE: i32 = 3_051_003;

/// Fails with a reason when the version of the database must not be used.
pub fn check_server_version(conn: &mut Conn) -> Result<(), String> {
    if let Conn::Sqlite(_) = conn {
        let version: String =
            diesel::select(sql::<Text>("sqlite_version()")).get_result(conn).map_err(|e| e.to_string())?;
        let number = version
            .split('.')
            .filter_map(|part| part.parse::<i32>().ok())
            .fold(0, |sum, part| sum * 1000 + part);
        if number < MIN_SQLITE {
            return Err(format!("SQLite {version} may damage the database; 3.51.3 or newer is needed"));
        }
    }
    Ok(())
}
