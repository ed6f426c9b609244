//! A thread that owns a connection and does jobs with it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use super::conn::{Access, Conn};
use super::pool::{Stage, Ticket};
use super::supervisor::Activity;
use super::url::DatabaseUrl;
use super::{Error, QueryResult, disturbed};

/// How much longer a job may take that has to connect first. libpq tries each address of a host, and each host of a URL,
/// for 2 seconds; looking up a name has no limit of its own.
const CONNECT_TIME: Duration = Duration::from_secs(10);

/// A thread's connection. It is opened at the first job, and again after it was lost.
pub(super) struct Worker {
    url: DatabaseUrl,
    access: Access,
    activity: Arc<Activity>,
    conn: Option<Conn>,
}

impl Worker {
    /// A worker without a connection yet.
    pub(super) fn new(url: DatabaseUrl, access: Access, activity: Arc<Activity>) -> Self {
        Self { url, access, activity, conn: None }
    }

    /// Runs `work` in a transaction, which is rolled back when the work fails or panics, or when the caller has
    /// given it up. A connection that cannot even roll back is closed, and the transaction with it.
    pub(super) fn transact<T, E: From<Error>>(
        &mut self,
        ticket: &Ticket,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = self.begin()?;
        if ticket.is_given_up() {
            // The wait for a connection or for a turn took all the time. The work would be done for nobody.
            undo(&mut conn, ())?;
            self.conn = Some(conn);
            return Err(Error::TimedOut.into());
        }
        let ended = match catch_unwind(AssertUnwindSafe(|| work(&mut conn))) {
            Ok(Ok(value)) if self.may_commit(ticket) => self.commit(&mut conn).map(|()| Ok(value)),
            Ok(Ok(_)) => undo(&mut conn, Err(Error::TimedOut.into())),
            Ok(Err(error)) => undo(&mut conn, Err(error)),
            Err(_) => return Err(Error::Panicked.into()),
        };
        match ended {
            Ok(result) => {
                self.conn = Some(conn);
                result
            }
            Err(error) => {
                if matches!(error, Error::Query(_)) {
                    self.conn = Some(conn);
                }
                Err(error.into())
            }
        }
    }

    /// Whether the caller still waits. A read has nothing to confirm: its deadline holds until it has ended.
    fn may_commit(&self, ticket: &Ticket) -> bool {
        self.access == Access::Read || ticket.pass(Stage::Running, Stage::Committing)
    }

    /// Commits. A database that refuses has rolled the work back. When the connection breaks instead, nobody knows
    /// whether a write was done.
    fn commit(&self, conn: &mut Conn) -> Result<(), Error> {
        conn.commit().map_err(|error| match self.access {
            _ if conn.is_usable() => Error::Query(error),
            Access::Read => Error::Unavailable(error.to_string()),
            Access::Write => Error::Unconfirmed,
        })
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
                Err(error) if disturbed(&error) && conn.is_usable() => {
                    self.conn = Some(conn);
                    return Err(error.into());
                }
                Err(_) => {}
            }
        }
        let mut conn = self.connect()?;
        match conn.begin(self.access) {
            Ok(()) => Ok(conn),
            Err(error) if disturbed(&error) && conn.is_usable() => {
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

/// Rolls back. When that fails too, the connection is lost, and the caller gets that error instead.
fn undo<T>(conn: &mut Conn, result: T) -> Result<T, Error> {
    conn.roll_back().map(|()| result).map_err(|lost| Error::Unavailable(lost.to_string()))
}

/// The error of a statement whose connection was lost.
fn lost<T>(result: QueryResult<T>) -> Error {
    Error::Unavailable(result.err().map_or_else(String::new, |error| error.to_string()))
}
