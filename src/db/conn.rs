//! One connection type for both databases.

use diesel::result::Error as QueryError;
use diesel::{PgConnection, SqliteConnection};

// The derive also generates public items that other modules must not use.
mod derived {
    use super::{PgConnection, SqliteConnection};

    /// A connection to either database. Queries written against it run on both.
    #[derive(diesel::MultiConnection)]
    pub enum Conn {
        /// An embedded SQLite file.
        Sqlite(SqliteConnection),
        /// A PostgreSQL server.
        Postgres(PgConnection),
    }
}

pub use derived::Conn;

/// What a connection is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Statements that only read.
    Read,
    /// Statements that may write.
    Write,
    /// Statements that store what readers of the site send. On PostgreSQL they do not wait for [`Self::Write`].
    AudienceWrite,
}

pub(super) use derived::MultiBackend as Backend;

/// Evaluates `$body` with `$c` as the SQLite or the PostgreSQL connection inside a [`Conn`].
///
/// For statements that diesel does not support on [`Conn`] itself, such as `ON CONFLICT` or the insert of a slice.
/// The compiler checks the body against each database.
macro_rules! match_conn {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite($c) => $body,
            $crate::db::Conn::Postgres($c) => $body,
        }
    };
}

pub(crate) use match_conn;

impl Conn {
    /// Runs `work` in a write transaction on this thread, and commits it when `work` succeeds. For commands, which
    /// have a connection of their own and no [`super::Db`].
    pub fn write<T, E: From<QueryError>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.begin(Access::Write)?;
        match work(self) {
            Ok(value) => {
                self.commit()?;
                Ok(value)
            }
            Err(error) => {
                // The first error explains more than a failed rollback. Closing the connection rolls back too.
                let _ = self.roll_back();
                Err(error)
            }
        }
    }

    /// Runs `work` in a savepoint of the current transaction. When `work` fails, its changes are rolled back, and
    /// the transaction can continue.
    pub fn attempt<T, E: From<QueryError>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        diesel::Connection::transaction(self, work)
    }
}
