//! One connection type for both databases.

use diesel::{PgConnection, SqliteConnection};

// Of what the derive writes, only the connection itself is for others.
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
    /// Statements that change nothing.
    Read,
    /// Statements that may change something.
    Write,
    /// Statements that keep what readers send. On PostgreSQL they do not wait for [`Self::Write`].
    WriteForReader,
}

pub(super) use derived::MultiBackend as Backend;

/// Runs a statement that the shared connection does not take, such as `ON CONFLICT` or the insert
/// of a slice, against whichever connection it holds. The body is written once and checked by the
/// compiler against each database.
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
    /// Runs `work` in a transaction for writing, outside the threads of [`super::Db`]: for commands that
    /// have a connection to themselves.
    pub fn write<T, E: From<super::QueryError>>(
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
                // The first error says more than a failure to undo, and closing the connection undoes too.
                let _ = self.roll_back();
                Err(error)
            }
        }
    }

    /// Runs `work` inside the present transaction so that nothing is left of it when it fails, and the
    /// transaction can go on.
    pub fn attempt<T, E: From<super::QueryError>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        diesel::Connection::transaction(self, work)
    }
}
