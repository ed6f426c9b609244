//! Replaces the threads of a pool that died, and those that hang in a call to the database.
//!
//! A call into PostgreSQL's client library can block forever when the server holds the connection open and sends
//! nothing. Such a call cannot be interrupted. So the supervisor abandons the thread with its connection and starts
//! another one. The abandoned thread ends when the call returns. The number of abandoned threads is limited.

use std::io;
use std::sync::Arc;
use std::thread::{Builder, JoinHandle, sleep};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use super::activity::Activity;
use super::conn::Access;
use super::content_version::VersionTracker;
use super::url::DatabaseUrl;
use super::worker::{Job, Worker};

/// The time between two checks of the threads.
const CHECK_INTERVAL: Duration = Duration::from_millis(200);

/// The most abandoned threads for each worker of the pool. Their connections count on the server, too.
const MAX_ABANDONED: usize = 2;

/// How long a pool waits for its threads when it stops. A statement that takes longer is rolled back when the
/// process ends.
const STOP_TIMEOUT: Duration = Duration::from_secs(30);

/// The thread that checks the worker threads of a pool.
pub(super) struct Supervisor {
    stop: Sender<()>,
    handle: JoinHandle<()>,
}

impl Supervisor {
    /// Starts `count` worker threads, and the thread that checks them.
    ///
    /// On PostgreSQL it replaces a worker whose job takes longer than its time limit. On SQLite it replaces dead
    /// workers only: there the thread itself does the work of the database, and a second thread would add to the
    /// load. So a SQLite statement whose caller has got a timeout occupies its thread until it ends.
    pub(super) fn start(
        url: &DatabaseUrl,
        access: Access,
        count: usize,
        jobs: Receiver<Job>,
        version_tracker: Option<Arc<VersionTracker>>,
    ) -> io::Result<Self> {
        let mut threads = WorkerThreads {
            url: url.clone(),
            access,
            jobs,
            version_tracker,
            working: Vec::new(),
            abandoned: Vec::new(),
            is_limit_reached: false,
        };
        for _ in 0..count {
            let thread = threads.start()?;
            threads.working.push(thread);
        }
        let (stop, stopped) = bounded(0);
        let name = format!("db-{access:?}-watch").to_lowercase();
        let handle = Builder::new().name(name).spawn(move || {
            while stopped.recv_timeout(CHECK_INTERVAL) == Err(RecvTimeoutError::Timeout) {
                threads.replace_failed();
            }
            threads.wait_for_all();
        })?;
        Ok(Self { stop, handle })
    }

    /// Waits for the workers to end. Close their queue first. It does not wait for workers that hang.
    pub(super) fn stop(self) {
        drop(self.stop);
        // A supervisor that panicked has nothing left to stop.
        let _ = self.handle.join();
    }
}

/// The threads of a pool.
struct WorkerThreads {
    url: DatabaseUrl,
    access: Access,
    jobs: Receiver<Job>,
    version_tracker: Option<Arc<VersionTracker>>,
    working: Vec<WorkerThread>,
    abandoned: Vec<JoinHandle<()>>,
    /// Whether no more threads may be abandoned.
    is_limit_reached: bool,
}

/// A worker's thread.
struct WorkerThread {
    handle: JoinHandle<()>,
    activity: Arc<Activity>,
}

impl WorkerThreads {
    fn start(&self) -> io::Result<WorkerThread> {
        let activity = Arc::new(Activity::new());
        let reported = Arc::clone(&activity);
        let mut worker =
            Worker::new(self.url.clone(), self.access, Arc::clone(&activity), self.version_tracker.clone());
        let jobs = self.jobs.clone();
        let name = format!("db-{:?}", self.access).to_lowercase();
        let handle = Builder::new().name(name).spawn(move || {
            let mut leftover = None;
            while let Some(job) = leftover.take().or_else(|| jobs.recv().ok()) {
                reported.begin_job(job.time_limit());
                match job {
                    Job::Read { work, .. } => work(&mut worker),
                    Job::Write(first) => leftover = worker.write(first, &jobs),
                }
                reported.end_job();
                if reported.is_replaced() {
                    break;
                }
            }
        })?;
        Ok(WorkerThread { handle, activity })
    }

    /// Replaces the threads that died, and those that hang.
    fn replace_failed(&mut self) {
        self.abandoned.retain(|handle| !handle.is_finished());
        for index in 0..self.working.len() {
            let thread = &self.working[index];
            let failure = match (thread.handle.is_finished(), self.is_hanging(thread)) {
                (true, _) => "has died",
                (false, true) if self.may_abandon_more() => "gets no answer from the database",
                _ => continue,
            };
            match self.start() {
                Ok(new) => {
                    log::warn!(failure:%; "replaced a database thread");
                    let old = std::mem::replace(&mut self.working[index], new);
                    old.activity.mark_replaced();
                    self.abandoned.push(old.handle);
                }
                Err(error) => {
                    log::error!(error:%; "could not start a database thread");
                    // The next check tries again.
                    break;
                }
            }
        }
    }

    /// Whether one more thread may be abandoned. Logs an error when the limit is reached.
    fn may_abandon_more(&mut self) -> bool {
        let was_reached = self.is_limit_reached;
        self.is_limit_reached = self.abandoned.len() >= self.working.len() * MAX_ABANDONED;
        if self.is_limit_reached && !was_reached {
            log::error!("too many database threads get no answer from the database; no more are replaced");
        }
        !self.is_limit_reached
    }

    fn is_hanging(&self, thread: &WorkerThread) -> bool {
        self.url.is_remote() && thread.activity.is_overdue()
    }

    /// Waits up to [`STOP_TIMEOUT`] for the threads that do not hang to end.
    fn wait_for_all(self) {
        let deadline = Instant::now() + STOP_TIMEOUT;
        let is_working = |thread: &WorkerThread| !thread.handle.is_finished() && !self.is_hanging(thread);
        while self.working.iter().any(is_working) && Instant::now() < deadline {
            sleep(Duration::from_millis(5));
        }
    }
}
