//! A write job, and the state that its caller and its worker thread share.

use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use super::conn::Conn;
use super::error::Error;

/// The work of a write job. It runs on a connection that is in a transaction, or gets the error for which there is
/// no connection. It does nothing and returns `None` when its caller no longer waits.
pub(super) type WriteWork = Box<dyn FnOnce(Result<&mut Conn, Error>) -> Option<Outcome> + Send>;

/// A job that writes. It may be committed together with other jobs.
pub(super) struct WriteJob {
    /// The work.
    pub work: WriteWork,
    /// The time after which the supervisor takes its thread for hanging.
    pub time_limit: Duration,
    /// Whether the job may take so long that no other job should wait for its commit.
    pub is_long: bool,
}

/// How the work of a write job has ended, before the commit.
pub(super) struct Outcome {
    /// Whether the work succeeded. If so it is to be committed, otherwise to be rolled back.
    pub is_success: bool,
    /// Sends the result to the caller. Call it after the commit or rollback, with the error of that if it failed.
    pub respond: Box<dyn FnOnce(Result<(), Error>) + Send>,
}

/// The state of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum JobState {
    /// It waits in the queue.
    Queued,
    /// A thread runs its work.
    Running,
    /// Its work has succeeded and is being committed.
    Committing,
    /// The caller no longer waits. The work must not be committed.
    Abandoned,
}

/// The state of one job, which its caller and its thread share. Each change is one atomic step, so that a job is
/// either committed or abandoned, never both.
#[derive(Debug, Default)]
pub(super) struct AtomicJobState(AtomicU8);

impl AtomicJobState {
    /// Changes the state from `from` to `to`. Returns false, and changes nothing, when the job is in another state.
    pub(super) fn transition(&self, from: JobState, to: JobState) -> bool {
        self.0.compare_exchange(from as u8, to as u8, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// Whether the caller no longer waits.
    pub(super) fn is_abandoned(&self) -> bool {
        self.0.load(Ordering::Acquire) == JobState::Abandoned as u8
    }
}
