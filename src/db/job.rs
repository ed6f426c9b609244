//! A job for the database, and what its caller and its thread agree on.

use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use super::Error;
use super::conn::Conn;
use super::worker::Worker;

/// One request's work.
pub(super) enum Job {
    /// It reads, in a transaction of its own or without one.
    Read {
        /// What is to be done.
        work: Box<dyn FnOnce(&mut Worker) + Send>,
        /// How long it may take before its thread counts as one that hangs.
        longest: Duration,
    },
    /// It writes.
    Write(WriteJob),
}

/// Writes on a connection that is in a transaction. It gets an error instead when there is no connection, and answers with that
/// error. It returns `None`, and does nothing, when its caller no longer waits.
pub(super) type WriteWork = Box<dyn FnOnce(Result<&mut Conn, Error>) -> Option<Ended> + Send>;

/// Work that writes, which may be committed together with others.
pub(super) struct WriteJob {
    /// What is to be done.
    pub work: WriteWork,
    /// How long it may take before its thread counts as one that hangs.
    pub longest: Duration,
    /// Whether it may take so long that nobody else should wait for its commit.
    pub is_long: bool,
}

/// How work that writes has ended.
pub(super) struct Ended {
    /// Whether it is to be committed; else it is to be undone.
    pub is_done: bool,
    /// Gives the caller the answer, after the commit or when the work is undone, or the error that came in between.
    pub answer: Box<dyn FnOnce(Result<(), Error>) + Send>,
}

impl Job {
    /// How long it may take before its thread counts as one that hangs.
    pub(super) fn longest(&self) -> Duration {
        match self {
            Self::Read { longest, .. } | Self::Write(WriteJob { longest, .. }) => *longest,
        }
    }
}

/// How far a job has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Stage {
    Waiting,
    Running,
    Committing,
    GivenUp,
}

/// What the caller and the thread agree on about one job: either it is committed, or it was given up.
#[derive(Debug, Default)]
pub(super) struct Ticket(AtomicU8);

impl Ticket {
    /// Goes on from one stage to the next. False when the job is at another stage.
    pub(super) fn pass(&self, from: Stage, to: Stage) -> bool {
        self.0.compare_exchange(from as u8, to as u8, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// Whether the caller no longer waits.
    pub(super) fn is_given_up(&self) -> bool {
        self.0.load(Ordering::Acquire) == Stage::GivenUp as u8
    }
}
