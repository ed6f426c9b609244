//! Why work on the database failed.

use diesel::result::Error as QueryError;

/// Why [`super::Db`] did not return the result of the work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The queue is full, or no thread began the work within the queue timeout. Nothing was changed.
    #[error("too many requests are waiting for the database")]
    Busy,
    /// The work did not end in time. Its transaction is rolled back.
    #[error("the database did not answer in time")]
    TimedOut,
    /// The commit was not confirmed in time, or the connection was lost during the commit. The change may or may
    /// not be stored.
    #[error("the database has not confirmed a commit")]
    Unconfirmed,
    /// There is no connection, or it was lost before the commit. Nothing was changed. The text is the reason.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The work panicked. Its transaction is rolled back.
    #[error("the work on the database panicked")]
    Panicked,
    /// The database refused a statement.
    #[error(transparent)]
    Query(#[from] QueryError),
}

/// The error of one attempt of [`super::Db::write_audience`].
pub(super) struct AttemptError<E> {
    /// Whether a statement failed, so that PostgreSQL refuses all further statements of the transaction.
    pub is_aborted: bool,
    /// The error of the work.
    pub error: E,
}

impl<E: From<Error>> From<Error> for AttemptError<E> {
    fn from(error: Error) -> Self {
        Self { is_aborted: false, error: error.into() }
    }
}
