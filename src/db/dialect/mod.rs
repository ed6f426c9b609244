//! What differs between the two databases, and nothing else.

mod answers;
pub mod published_search;
pub mod search;
mod statement;

use std::fs::OpenOptions;
use std::io;
use std::num::NonZeroU32;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

pub use self::answers::first_answers;
pub use self::statement::{Statement, each, each_id};
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as QueryError};
use diesel::sql_types::Text;
use diesel::{ConnectionError, ConnectionResult, PgConnection, SqliteConnection};

use crate::db::conn::{Access, Conn, match_conn};
use crate::db::url::DatabaseUrl;

impl Conn {
    /// Connects, and prepares the session.
    pub fn open(url: &DatabaseUrl, access: Access) -> ConnectionResult<Self> {
        match url {
            DatabaseUrl::Sqlite(path) => {
                if access != Access::Read {
                    make_private(path).map_err(|error| ConnectionError::BadConnection(error.to_string()))?;
                }
                let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
                // The timeout comes first: the switch to WAL itself may have to wait for the file.
                conn.batch_execute(
                    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                     PRAGMA foreign_keys = ON;",
                )
                .map_err(ConnectionError::CouldntSetupConfiguration)?;
                if access == Access::Read {
                    // Lists look up many pages here and there: with the 2 MiB that SQLite takes itself, most would be read again.
                    conn.batch_execute("PRAGMA query_only = ON; PRAGMA cache_size = -16384;")
                        .map_err(ConnectionError::CouldntSetupConfiguration)?;
                }
                Ok(Self::Sqlite(conn))
            }
            DatabaseUrl::Postgres(url) => {
                let mut conn = PgConnection::establish(&with_deadlines(url))?;
                // A statement may take as long as its caller waits.
                let session = match access {
                    Access::Read => "SET statement_timeout = '2s'; SET default_transaction_read_only = on;",
                    Access::Write | Access::WriteForReader => {
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

    /// Begins a transaction fit for `access`.
    ///
    /// A reading one sees a single moment throughout. Writing ones take turns, on SQLite by its write
    /// lock, on PostgreSQL, from however many servers, by a lock of our own: what one has looked up
    /// stays true until it is done, on both databases alike, and no two can wait for each other.
    ///
    /// Those for readers take turns by another lock: only among themselves. What they have looked up may be changed by
    /// others in the meantime, and they may wait for rows that others hold: for half a second, before PostgreSQL looks for deadlocks.
    pub(in crate::db) fn begin(&mut self, access: Access) -> QueryResult<()> {
        let sql = match (&self, access) {
            (Self::Sqlite(_), Access::Read) => "BEGIN DEFERRED",
            (Self::Sqlite(_), Access::Write | Access::WriteForReader) => "BEGIN IMMEDIATE",
            (Self::Postgres(_), Access::Read) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            (Self::Postgres(_), Access::Write | Access::WriteForReader) => {
                "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
            }
        };
        match_conn!(self, |c| AnsiTransactionManager::begin_transaction_sql(c, sql))?;
        match (self, access) {
            (Self::Postgres(conn), Access::Write) => conn.batch_execute(TAKE_TURN),
            (Self::Postgres(conn), Access::WriteForReader) => {
                conn.batch_execute(&format!("{TAKE_READERS_TURN}; SET LOCAL lock_timeout = '500ms'"))
            }
            _ => Ok(()),
        }
    }

    /// Waits until nothing else that readers sent is being kept, and lets nothing else be kept until the transaction ends.
    pub(in crate::db) fn take_readers_turn(&mut self) -> QueryResult<()> {
        match self {
            // It has one writer at a time.
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(conn) => conn.batch_execute(TAKE_READERS_TURN),
        }
    }

    /// Whether the connection still works, after a statement failed. A transaction that is open is rolled back.
    pub(in crate::db) fn is_usable(&mut self) -> bool {
        let is_clean = self.is_outside() || self.roll_back().is_ok();
        is_clean && ping(self).is_ok()
    }

    /// Whether no transaction is known to be open.
    pub(in crate::db) fn is_outside(&mut self) -> bool {
        self.depth().unwrap_or(0) == 0
    }

    /// How deep transactions are nested: 0 outside of one. An error when that is unknown, after one could not be ended.
    fn depth(&mut self) -> QueryResult<u32> {
        let status = match_conn!(self, |c| AnsiTransactionManager::transaction_manager_status_mut(c));
        Ok(status.transaction_depth()?.map_or(0, NonZeroU32::get))
    }

    /// Begins a part of the transaction that can be undone by itself.
    pub(in crate::db) fn begin_part(&mut self) -> QueryResult<()> {
        self.batch_execute("SAVEPOINT part")
    }

    /// Ends the part and keeps its work.
    pub(in crate::db) fn keep_part(&mut self) -> QueryResult<()> {
        self.batch_execute("RELEASE SAVEPOINT part")
    }

    /// Ends the part and undoes its work. An error when the whole transaction is lost.
    pub(in crate::db) fn undo_part(&mut self) -> QueryResult<()> {
        self.roll_back_to(1)?;
        self.batch_execute("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part")
    }

    /// Lets this session's statements take, and wait for their turn, as long as a command's may: ten minutes.
    pub fn allow_long_statements(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(conn) => {
                conn.batch_execute("SET statement_timeout = '10min'; SET lock_timeout = '10min';")
            }
        }
    }

    /// Lets each statement of the present transaction take so long; any time without a bound, as a migration may.
    pub(in crate::db) fn allow_statements(&mut self, time: Option<Duration>) -> QueryResult<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(conn) => {
                let millis = time.map_or(0, |time| time.as_millis());
                conn.batch_execute(&format!("SET LOCAL statement_timeout = {millis}"))
            }
        }
    }

    /// Ends the transaction and keeps its work.
    pub(in crate::db) fn commit(&mut self) -> QueryResult<()> {
        match_conn!(self, |c| AnsiTransactionManager::commit_transaction(c))
    }

    /// Ends the transaction and undoes its work, also when work that panicked has left transactions inside it open.
    pub(in crate::db) fn roll_back(&mut self) -> QueryResult<()> {
        self.roll_back_to(0)
    }

    /// Ends and undoes the transactions that are nested deeper than that.
    fn roll_back_to(&mut self, depth: u32) -> QueryResult<()> {
        while self.depth()? > depth {
            match_conn!(self, |c| AnsiTransactionManager::rollback_transaction(c))?;
        }
        Ok(())
    }
}

/// Waits for the lock that PostgreSQL's writers share, and keeps it until the transaction ends. The
/// number only has to be the same everywhere.
const TAKE_TURN: &str = "SELECT pg_advisory_xact_lock(7237128839)";

/// The same for those that keep what readers send.
const TAKE_READERS_TURN: &str = "SELECT pg_advisory_xact_lock(7237128840)";

/// What follows on a query for rows that the transaction is going to change by what it finds there: until it ends, nobody else
/// changes them.
pub fn for_update(conn: &Conn) -> &'static str {
    match conn {
        // It has one writer at a time.
        Conn::Sqlite(_) => "",
        Conn::Postgres(_) => " FOR NO KEY UPDATE",
    }
}

/// Parameters of libpq that end a connection whose other end is gone: each address is tried for 2 seconds at most, and
/// what was sent is acknowledged within 10. For a server that takes what is sent and does not answer, only the
/// waits of `pool.rs` help.
const DEADLINES: [(&str, &str); 5] = [
    ("connect_timeout", "2"),
    ("tcp_user_timeout", "10000"),
    ("keepalives_idle", "5"),
    ("keepalives_interval", "2"),
    ("keepalives_count", "3"),
];

/// The URL with the parameters of [`DEADLINES`] that it does not set itself.
fn with_deadlines(url: &str) -> String {
    // A password may contain a question mark.
    let after_user = url.rsplit_once('@').map_or(url, |(_, rest)| rest);
    let query = after_user.split_once('?').map_or("", |(_, query)| query);
    let is_set = |name: &str| query.split('&').any(|pair| pair.split('=').next() == Some(name));
    let missing: Vec<String> = DEADLINES
        .iter()
        .filter(|(name, _)| !is_set(name))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mark = if after_user.contains('?') { "&" } else { "?" };
    if missing.is_empty() { url.to_owned() } else { format!("{url}{mark}{}", missing.join("&")) }
}

/// Makes the file, for its owner alone, unless it is there; SQLite would let others read it.
fn make_private(path: &Path) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Whether `error` says that a statement broke the unique constraint on `table`.`column`.
///
/// PostgreSQL names the constraint `{table}_{column}_key`; SQLite only says `table.column` in its
/// message.
pub fn violates(error: &QueryError, table: &str, column: &str) -> bool {
    let QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, information) = error else {
        return false;
    };
    let information: &dyn DatabaseErrorInformation = information.as_ref();
    match information.constraint_name() {
        Some(name) => {
            name == format!("{table}_{column}_key") || (column == "id" && name == format!("{table}_pkey"))
        }
        None => information.message().ends_with(&format!("{table}.{column}")),
    }
}

/// Whether `error` says that a row cannot go, since others refer to it, or that it refers to one
/// that is not there.
pub fn is_foreign_key_violation(error: &QueryError) -> bool {
    matches!(error, QueryError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _))
}

/// Whether `error` says that something passing got in the way, and that the same work may well succeed
/// when it is done again: a deadlock, a failed serialisation, a statement that took too long, a file that stayed
/// busy, a full disk.
pub fn is_transient(error: &QueryError) -> bool {
    match error {
        QueryError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        QueryError::DatabaseError(_, information) => {
            let message = information.message();
            [
                "deadlock detected",
                "canceling statement due to statement timeout",
                "canceling statement due to lock timeout",
                "database is locked",
                "database or disk is full",
                "could not extend file",
            ]
            .iter()
            .any(|start| message.starts_with(start))
        }
        _ => false,
    }
}

/// Whether `error` says that some unique constraint was broken.
pub fn is_unique_violation(error: &QueryError) -> bool {
    matches!(error, QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _))
}

/// Asks the database for an answer.
pub(in crate::db) fn ping(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute("SELECT 1")
}

/// The oldest SQLite that does not lose a race when several connections reset the log.
const MIN_SQLITE: i32 = 3_051_003;

/// Says why this database is not to be worked with, if so.
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
