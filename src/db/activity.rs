//! What a worker thread reports to its supervisor.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The deadline of a worker's current job. The worker sets it, and its supervisor reads it.
pub(super) struct Activity {
    started: Instant,
    /// The deadline in milliseconds since `started`; 0 while the worker waits for a job.
    deadline: AtomicU64,
    is_replaced: AtomicBool,
}

impl Activity {
    /// The activity of a worker that waits for a job.
    pub(super) fn new() -> Self {
        Self { started: Instant::now(), deadline: AtomicU64::new(0), is_replaced: AtomicBool::new(false) }
    }

    /// Records that a job begins that may take up to `time_limit`.
    pub(super) fn begin_job(&self, time_limit: Duration) {
        self.deadline.store(millis(self.started.elapsed() + time_limit), Ordering::Relaxed);
    }

    /// Records that the job has ended.
    pub(super) fn end_job(&self) {
        self.deadline.store(0, Ordering::Relaxed);
    }

    /// Moves the deadline of the current job to a later time.
    pub(super) fn extend(&self, time: Duration) {
        self.deadline.fetch_add(millis(time), Ordering::Relaxed);
    }

    /// Whether the current job has run past its deadline.
    pub(super) fn is_overdue(&self) -> bool {
        let deadline = self.deadline.load(Ordering::Relaxed);
        deadline > 0 && millis(self.started.elapsed()) > deadline
    }

    /// Tells the worker to end after its current job, because another thread has replaced it.
    pub(super) fn mark_replaced(&self) {
        self.is_replaced.store(true, Ordering::Relaxed);
    }

    /// Whether another thread has replaced the worker.
    pub(super) fn is_replaced(&self) -> bool {
        self.is_replaced.load(Ordering::Relaxed)
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
