//! Keeps a pool's threads at work: replaces those that died, and those that hang in a call to the database.
//!
//! A call into PostgreSQL's client library can wait for ever for a server that holds the connection and says
//! nothing. It cannot be interrupted, so the thread is left behind with its connection, another one takes its place,
//! and it ends by itself when the call returns. How many may be left behind is bounded.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{Builder, JoinHandle, sleep};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use super::conn::Access;
use super::pool::Job;
use super::url::DatabaseUrl;
use super::worker::Worker;

/// The time between two looks at the threads.
const INTERVAL: Duration = Duration::from_millis(200);

/// For each thread, how many others may be left behind.
const MAX_LEFT_BEHIND: usize = 8;

/// The thread that looks after the others.
pub(super) struct Supervisor {
    stop: Sender<()>,
    handle: JoinHandle<()>,
}

impl Supervisor {
    /// Starts `count` workers, and the thread that looks after them. On PostgreSQL a worker whose job takes longer
    /// than it may is replaced. On SQLite only a dead one is: there is no server that could fail to answer.
    pub(super) fn start(
        url: &DatabaseUrl,
        access: Access,
        count: usize,
        jobs: Receiver<Job>,
    ) -> io::Result<Self> {
        let (members, left_behind) = (Vec::new(), Vec::new());
        let mut crew = Crew { url: url.clone(), access, jobs, members, left_behind };
        for _ in 0..count {
            let member = crew.hire()?;
            crew.members.push(member);
        }
        let (stop, stopped) = bounded(0);
        let name = format!("db-{access:?}-watch").to_lowercase();
        let handle = Builder::new().name(name).spawn(move || {
            while stopped.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                crew.look();
            }
            crew.disband();
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

/// The workers of a pool.
struct Crew {
    url: DatabaseUrl,
    access: Access,
    jobs: Receiver<Job>,
    members: Vec<Member>,
    left_behind: Vec<JoinHandle<()>>,
}

/// A worker's thread.
struct Member {
    handle: JoinHandle<()>,
    activity: Arc<Activity>,
}

/// What a worker does, for its supervisor to see.
struct Activity {
    started: Instant,
    /// Until when its present job may take, in milliseconds since it was started; 0 while it waits for one.
    until: AtomicU64,
    is_replaced: AtomicBool,
}

impl Crew {
    fn hire(&self) -> io::Result<Member> {
        let activity = Arc::new(Activity {
            started: Instant::now(),
            until: AtomicU64::new(0),
            is_replaced: AtomicBool::new(false),
        });
        let shown = Arc::clone(&activity);
        let (mut worker, jobs) = (Worker::new(self.url.clone(), self.access), self.jobs.clone());
        let name = format!("db-{:?}", self.access).to_lowercase();
        let handle = Builder::new().name(name).spawn(move || {
            for job in jobs {
                shown.until.store(millis(shown.started.elapsed() + job.longest), Ordering::Relaxed);
                (job.work)(&mut worker);
                shown.until.store(0, Ordering::Relaxed);
                if shown.is_replaced.load(Ordering::Relaxed) {
                    break;
                }
            }
        })?;
        Ok(Member { handle, activity })
    }

    /// Replaces the workers that died, and those that hang.
    fn look(&mut self) {
        self.left_behind.retain(|handle| !handle.is_finished());
        for place in 0..self.members.len() {
            let member = &self.members[place];
            let is_dead = member.handle.is_finished();
            let hangs = self.url.is_remote() && member.activity.is_late();
            let is_room = self.left_behind.len() < self.members.len() * MAX_LEFT_BEHIND;
            if !(is_dead || hangs && is_room) {
                continue;
            }
            log::warn!(
                "a thread of the database {}; another one takes its place",
                if is_dead { "died" } else { "gets no answer" }
            );
            match self.hire() {
                Ok(new) => {
                    let old = std::mem::replace(&mut self.members[place], new);
                    old.activity.is_replaced.store(true, Ordering::Relaxed);
                    self.left_behind.push(old.handle);
                }
                // Tried again at the next look.
                Err(error) => log::error!("no thread can be started for the database: {error}"),
            }
        }
    }

    /// Waits for the workers to end, as long as none of them hangs.
    fn disband(self) {
        let hangs = |member: &Member| self.url.is_remote() && member.activity.is_late();
        while self.members.iter().any(|member| !member.handle.is_finished() && !hangs(member)) {
            sleep(Duration::from_millis(5));
        }
    }
}

impl Activity {
    /// Whether its present job takes longer than it may.
    fn is_late(&self) -> bool {
        let until = self.until.load(Ordering::Relaxed);
        until > 0 && millis(self.started.elapsed()) > until
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
