//! Makes the transitions for which editors have set a time: publishes scheduled articles, and withdraws expired
//! ones. Also invalidates cached responses with old numbers of likes.
//!
//! Each poll reads the due tasks from the database, including those that became due while no server ran. The tasks
//! run in write transactions. Each task first checks again that it is still due, so with several servers on one
//! database only one of them makes the transition. One transaction runs many tasks, each in a savepoint, because it
//! may have to wait for the transactions of editors.

mod store;

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use self::store::{Task, TaskKind};
use super::error::Error;
use super::model::{TransitionParams, TransitionRequest};
use super::rendering::RenderedBody;
use super::transition::apply_transition;
use super::{comments, working_copy_store};
use crate::audit::Attribution;
use crate::content::Time;
use crate::content::vocabulary::Role;
use crate::content::workflow::Transition;
use crate::db::{Conn, Db, QueryResult};
use crate::http::Clock;

/// The time between two polls. It is short enough that a task runs within a second of its time.
const POLL_INTERVAL: Duration = Duration::from_millis(300);

/// How long a transaction may start further tasks. Editors wait for its end.
const TIME_SLICE: Duration = Duration::from_millis(100);

/// How many tasks are prepared before a transaction.
const MAX_PREPARED: usize = 10;

/// The longest time until a failed task is tried again, in seconds.
const MAX_BACKOFF: i64 = 10 * 60;

/// The failed tasks, and when each is tried again. Without it a failed task would run again at each poll and delay
/// the others. It is in memory only, so a server that restarts tries all tasks again.
#[derive(Debug, Default)]
pub struct Backoff(Mutex<HashMap<Task, Failure>>);

#[derive(Clone, Copy, Debug)]
struct Failure {
    /// How often the task was tried.
    tries: u32,
    /// When it is tried again.
    retry_at: Time,
}

impl Backoff {
    /// The articles whose tasks must not be tried now. Also deletes failures that are long past.
    fn waiting(&self, now: Time) -> Vec<i64> {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failures.retain(|_, failure| now < failure.retry_at.plus_seconds(2 * MAX_BACKOFF));
        failures.iter().filter(|(_, failure)| now < failure.retry_at).map(|(task, _)| task.article).collect()
    }

    /// Records that a task failed, and returns the seconds until it is tried again. They double with each failure.
    fn add(&self, task: Task, now: Time) -> i64 {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let failure = failures.entry(task).or_insert(Failure { tries: 0, retry_at: now });
        let seconds = MAX_BACKOFF.min(1 << failure.tries.min(20));
        *failure = Failure { tries: failure.tries + 1, retry_at: now.plus_seconds(seconds) };
        seconds
    }
}

/// Runs due tasks forever. A failure is logged, and tried again later.
pub async fn run(db: &Db, clock: &Clock) {
    let backoff = Arc::new(Backoff::default());
    loop {
        if let Err(error) = run_due(db, clock, &backoff).await {
            log::error!(error:%; "could not run the due tasks of the scheduler");
        }
        tokio::time::sleep(POLL_INTERVAL).await;
    }
}

/// Runs all tasks that are due now, earliest first, without those that wait after a failure. Returns how many
/// succeeded.
pub async fn run_due(db: &Db, clock: &Clock, backoff: &Arc<Backoff>) -> Result<usize, Error> {
    let (now, waiting) = (clock.now(), backoff.waiting(clock.now()));
    let tasks = db.read(move |c| Ok::<_, Error>(store::due_tasks(c, now, &waiting)?)).await?;
    if db.read(move |c| Ok::<_, Error>(comments::has_overdue_likes(c, now)?)).await? {
        db.write(move |c| Ok::<_, Error>(comments::show_new_likes(c, now)?)).await?;
    }
    let mut tasks = VecDeque::from(tasks);
    let mut prepared = VecDeque::new();
    let mut succeeded = 0;
    while !(tasks.is_empty() && prepared.is_empty()) {
        let missing = MAX_PREPARED.saturating_sub(prepared.len()).min(tasks.len());
        let next: Vec<Task> = tasks.drain(..missing).collect();
        if !next.is_empty() {
            let prepare = move |c: &mut Conn| -> Vec<PreparedTask> {
                next.into_iter().map(|task| PreparedTask::of(c, task, now)).collect()
            };
            prepared.extend(db.read(move |c| Ok::<_, Error>(prepare(c))).await?);
        }
        let backoff = Arc::clone(backoff);
        let (rest, count) = db.write(move |c| run_batch(c, prepared, now, &backoff)).await?;
        prepared = rest;
        succeeded += count;
    }
    Ok(succeeded)
}

/// A due task, with the slow part of its work done.
struct PreparedTask {
    task: Task,
    /// The rendered body of an article that is to be published.
    body: Option<RenderedBody>,
}

impl PreparedTask {
    /// Renders the body of an article that is to be published. When that fails, the task itself reports the error,
    /// so that the other tasks still run.
    fn of(conn: &mut Conn, task: Task, now: Time) -> Self {
        let publishes = task.kind == TaskKind::Publication;
        let body = if publishes { Self::render(conn, &task, now).ok().flatten() } else { None };
        Self { task, body }
    }

    fn render(conn: &mut Conn, task: &Task, now: Time) -> QueryResult<Option<RenderedBody>> {
        let Some(version) = store::version_if_due(conn, task, now)? else { return Ok(None) };
        let working = working_copy_store::find(conn, task.article)?;
        Ok(working.map(|working| RenderedBody::of(&working.article, version)))
    }
}

/// Runs tasks for up to [`TIME_SLICE`]. Returns the remaining tasks, and how many succeeded.
fn run_batch(
    conn: &mut Conn,
    mut tasks: VecDeque<PreparedTask>,
    now: Time,
    backoff: &Backoff,
) -> Result<(VecDeque<PreparedTask>, usize), Error> {
    let started = Instant::now();
    let mut succeeded = 0;
    while let Some(PreparedTask { task, body }) = tasks.pop_front() {
        match conn.attempt(|conn| run_task(conn, &task, body, now)) {
            Ok(true) => succeeded += 1,
            Ok(false) => {}
            Err(error) => {
                let seconds = backoff.add(task, now);
                log::error!(article = task.article, retry_in = seconds, error:%; "could not run a scheduled task");
            }
        }
        if started.elapsed() >= TIME_SLICE {
            break;
        }
    }
    Ok((tasks, succeeded))
}

/// Runs one task. Returns false when it is no longer due. A scheduled article that can no longer be published is
/// unscheduled, with the reason as a note for its editor.
fn run_task(conn: &mut Conn, task: &Task, body: Option<RenderedBody>, now: Time) -> Result<bool, Error> {
    let Some(version) = store::version_if_due(conn, task, now)? else { return Ok(false) };
    let request = |transition, note| TransitionRequest {
        article: task.article,
        version,
        transition,
        params: TransitionParams { note, ..TransitionParams::default() },
        role: Role::Admin,
        by: Attribution::system("scheduler", now),
    };
    match task.kind {
        TaskKind::Expiry => apply_transition(conn, &request(Transition::Withdraw, None), None)?,
        TaskKind::Publication => {
            let publish = request(Transition::Publish, None);
            if let Err(error) = conn.attempt(|c| apply_transition(c, &publish, body)) {
                if error.is_database_failure() {
                    return Err(error);
                }
                apply_transition(conn, &request(Transition::Unschedule, Some(note(&error))), None)?;
            }
        }
    }
    Ok(true)
}

/// The note for the editors of an article that was unscheduled.
fn note(error: &Error) -> String {
    let faults = error
        .faults()
        .iter()
        .map(|fault| format!(" {}: {}.", fault.pointer.as_deref().unwrap_or_default(), fault.detail));
    format!("Could not be published at its time. {error}{}", faults.collect::<String>())
}
