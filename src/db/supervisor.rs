//! Keeps a pool's threads at work: replaces those that died, and those that hang in a call to the database.
//!
//! A call into PostgreSQL's client library can wait for ever for a server that holds the connection and says
//! nothing. It cannot be interrupted, so the thread is abandoned with its connection, another one takes its place,
//! and it ends by itself when the call returns. How many may be abandoned at a time is bounded.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{Builder, JoinHandle, sleep};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use super::conn::Access;
use super::content_version::VersionTracker;
use super::job::Job;
use super::url::DatabaseUrl;
use super::worker::Worker;

/// The time between two looks at the threads.
const INTERVAL: Duration = Duration::from_millis(200);

/// For each thread, how many abandoned ones there may be: their connections count on the server, too.
const MAX_ABANDONED: usize = 2;

/// How long a pool that ends waits for its threads. A statement that takes longer is rolled back when the process ends.
const STOP_TIME: Duration = Duration::from_secs(30);

/// The thread that looks after the others.
pub(super) struct Supervisor {
    stop: Sender<()>,
    handle: JoinHandle<()>,
}

impl Supervisor {
    /// Starts `count` workers, and the thread that looks after them. On PostgreSQL a worker whose job takes longer
    /// than it may is replaced. On SQLite only a dead one is: the thread itself does the work, and another one would
    /// only add to it. A statement on SQLite whose caller has given up therefore keeps its thread until it ends.
    pub(super) fn start(
        url: &DatabaseUrl,
        access: Access,
        count: usize,
        jobs: Receiver<Job>,
        version_tracker: Option<Arc<VersionTracker>>,
    ) -> io::Result<Self> {
        let mut threads = Threads {
            url: url.clone(),
            access,
            jobs,
            version_tracker,
            working: Vec::new(),
            abandoned: Vec::new(),
            is_full: false,
        };
        for _ in 0..count {
            let thread = threads.start()?;
            threads.working.push(thread);
        }
        let (stop, stopped) = bounded(0);
        let name = format!("db-{access:?}-watch").to_lowercase();
        let handle = Builder::new().name(name).spawn(move || {
            while stopped.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                threads.replace();
            }
            threads.wait_for_all();
        })?;
        Ok(Self { stop, handle })
    }

    /// Waits for the workers, whose queue must be closed, to end. Those that hang are not waited for.
    pub(super) fn stop(self) {
        drop(self.stop);
        // A supervisor that panicked has nothing left to stop.
        let _ = self.handle.join();
    }
}

/// The threads of a pool.
struct Threads {
    url: DatabaseUrl,
    access: Access,
    jobs: Receiver<Job>,
    version_tracker: Option<Arc<VersionTracker>>,
    working: Vec<Thread>,
    abandoned: Vec<JoinHandle<()>>,
    /// Whether there are as many abandoned ones as there may be.
    is_full: bool,
}

/// A worker's thread.
struct Thread {
    handle: JoinHandle<()>,
    activity: Arc<Activity>,
}

/// What a worker does, for its supervisor to see.
pub(super) struct Activity {
    started: Instant,
    /// Until when its present job may take, in milliseconds since it was started; 0 while it waits for one.
    until: AtomicU64,
    is_replaced: AtomicBool,
}

impl Threads {
    fn start(&self) -> io::Result<Thread> {
        let activity = Arc::new(Activity {
            started: Instant::now(),
            until: AtomicU64::new(0),
            is_replaced: AtomicBool::new(false),
        });
        let shown = Arc::clone(&activity);
        let mut worker =
            Worker::new(self.url.clone(), self.access, Arc::clone(&activity), self.version_tracker.clone());
        let jobs = self.jobs.clone();
        let name = format!("db-{:?}", self.access).to_lowercase();
        let handle = Builder::new().name(name).spawn(move || {
            let mut left = None;
            while let Some(job) = left.take().or_else(|| jobs.recv().ok()) {
                shown.until.store(millis(shown.started.elapsed() + job.longest()), Ordering::Relaxed);
                match job {
                    Job::Read { work, .. } => work(&mut worker),
                    Job::Write(first) => left = worker.write(first, &jobs),
                }
                shown.until.store(0, Ordering::Relaxed);
                if shown.is_replaced.load(Ordering::Relaxed) {
                    break;
                }
            }
        })?;
        Ok(Thread { handle, activity })
    }

    /// Replaces the threads that died, and those that hang.
    fn replace(&mut self) {
        self.abandoned.retain(|handle| !handle.is_finished());
        for place in 0..self.working.len() {
            let thread = &self.working[place];
            let what = match (thread.handle.is_finished(), self.hangs(thread)) {
                (true, _) => "died",
                (false, true) if self.has_room() => "gets no answer",
                _ => continue,
            };
            match self.start() {
                Ok(new) => {
                    log::warn!("a thread of the database {what}; another one takes its place");
                    let old = std::mem::replace(&mut self.working[place], new);
                    old.activity.is_replaced.store(true, Ordering::Relaxed);
                    self.abandoned.push(old.handle);
                }
                Err(error) => {
                    log::error!("no thread can be started for the database: {error}");
                    // Tried again at the next look.
                    break;
                }
            }
        }
    }

    /// Whether one more thread may be abandoned. Says so in the log when that is over.
    fn has_room(&mut self) -> bool {
        let was_full = self.is_full;
        self.is_full = self.abandoned.len() >= self.working.len() * MAX_ABANDONED;
        if self.is_full && !was_full {
            log::error!("too many threads get no answer from the database; no more of them are replaced");
        }
        !self.is_full
    }

    fn hangs(&self, thread: &Thread) -> bool {
        self.url.is_remote() && thread.activity.is_late()
    }

    /// Waits for those that do not hang to end, [`STOP_TIME`] at most.
    fn wait_for_all(self) {
        let until = Instant::now() + STOP_TIME;
        let works = |thread: &Thread| !thread.handle.is_finished() && !self.hangs(thread);
        while self.working.iter().any(works) && Instant::now() < until {
            sleep(Duration::from_millis(5));
        }
    }
}

impl Activity {
    /// Lets the present job take longer.
    pub(super) fn extend(&self, time: Duration) {
        self.until.fetch_add(millis(time), Ordering::Relaxed);
    }

    /// Whether its present job takes longer than it may.
    fn is_late(&self) -> bool {
        let until = self.until.load(Ordering::Relaxed);
        until > 0 && millis(self.started.elapsed()) > until
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
