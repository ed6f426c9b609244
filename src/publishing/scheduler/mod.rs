//! Does at its time what editors have set a time for: publishes what is scheduled, and withdraws what
//! expires. And tells readers soon how comments are liked.
//!
//! What is due is looked up in the database at every tick, also what fell due while no server ran. It is
//! then done in writing transactions, each of which looks again first: they take turns, so with several
//! servers on one database only one of them still finds a thing due. One transaction does many things,
//! each wholly or not at all: when editors save a lot, every turn has to be waited for.

mod store;

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use self::store::{Due, DueKind};
use super::{RenderedBody, TransitionParams, TransitionRequest, comments, take, working_copy_store};
use crate::Error;
use crate::audit::Attribution;
use crate::content::Time;
use crate::content::vocabulary::Role;
use crate::content::workflow::Transition;
use crate::db::{Conn, Db};
use crate::http::Clock;

/// How long to wait between two looks: short enough that what is due is done within a second.
pub const TICK: Duration = Duration::from_millis(300);

/// How long a transaction goes on with the next thing: editors wait for its end too.
const TURN: Duration = Duration::from_millis(100);

/// How many articles are rendered ahead of a turn.
const LOT: usize = 10;

/// The longest time until what has failed is tried again, in seconds.
const LONGEST_WAIT: i64 = 10 * 60;

/// What has failed, and how long it is left alone: else it would be tried at every look, and stand in the way of what comes
/// after. It is kept in memory: a server that is started again tries everything at once.
#[derive(Debug, Default)]
pub struct Failures(Mutex<HashMap<Due, Failure>>);

#[derive(Clone, Copy, Debug)]
struct Failure {
    /// How often it was tried.
    tries: u32,
    /// When it is tried again.
    again_at: Time,
}

impl Failures {
    /// The articles that are left alone now. What has not failed for long is forgotten.
    fn waiting(&self, now: Time) -> Vec<i64> {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failures.retain(|_, failure| now < failure.again_at.plus_seconds(2 * LONGEST_WAIT));
        failures.iter().filter(|(_, failure)| now < failure.again_at).map(|(due, _)| due.article).collect()
    }

    /// Leaves a thing alone, each time twice as long, and returns for how many seconds.
    fn add(&self, due: Due, now: Time) -> i64 {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let failure = failures.entry(due).or_insert(Failure { tries: 0, again_at: now });
        let wait = LONGEST_WAIT.min(1 << failure.tries.min(20));
        *failure = Failure { tries: failure.tries + 1, again_at: now.plus_seconds(wait) };
        wait
    }
}

/// Works until it is dropped. What fails is logged, and tried again later.
pub async fn run(db: &Db, clock: &Clock) {
    let failures = Arc::new(Failures::default());
    loop {
        if let Err(error) = work_off(db, clock, &failures).await {
            log::error!("the scheduler: {error}");
        }
        tokio::time::sleep(TICK).await;
    }
}

/// Does everything that is due now, earliest first, but for what has failed a moment ago, and says how many things that
/// were.
pub async fn work_off(db: &Db, clock: &Clock, failures: &Arc<Failures>) -> Result<usize, Error> {
    let (now, waiting) = (clock.now(), failures.waiting(clock.now()));
    let mut due = VecDeque::from(db.read(move |c| Ok::<_, Error>(store::due(c, now, &waiting)?)).await?);
    if db.read(move |c| Ok::<_, Error>(comments::are_stale(c, now)?)).await? {
        db.write(move |c| Ok::<_, Error>(comments::freshen(c, now)?)).await?;
    }
    let mut done = 0;
    let mut ready = VecDeque::new();
    while !(due.is_empty() && ready.is_empty()) {
        let lot: Vec<Due> = due.drain(..due.len().min(LOT.saturating_sub(ready.len()))).collect();
        if !lot.is_empty() {
            let rendered =
                move |c: &mut Conn| lot.into_iter().map(|due| Ready::of(c, due)).collect::<Vec<_>>();
            ready.extend(db.read(move |c| Ok::<_, Error>(rendered(c))).await?);
        }
        let failures = Arc::clone(failures);
        let (rest, settled) = db.write(move |c| take_turn(c, ready, now, &failures)).await?;
        (ready, done) = (rest, done + settled);
    }
    Ok(done)
}

/// Something that is due, with what takes long of it done.
struct Ready {
    due: Due,
    /// The body of an article that is to be published.
    body: Option<RenderedBody>,
}

impl Ready {
    /// What cannot be read is left to its turn, so that it stands in nobody else's way.
    fn of(conn: &mut Conn, due: Due) -> Self {
        let publishes = due.kind == DueKind::Publication;
        let working =
            if publishes { working_copy_store::find(conn, due.article).ok().flatten() } else { None };
        let body = working.map(|working| RenderedBody::of(&working.article, working.head_revision));
        Self { due, body }
    }
}

/// Does what can be done in one turn, and returns what is left and how many things were done.
fn take_turn(
    conn: &mut Conn,
    mut ready: VecDeque<Ready>,
    now: Time,
    failures: &Failures,
) -> Result<(VecDeque<Ready>, usize), Error> {
    let begun = Instant::now();
    let mut done = 0;
    while let Some(Ready { due: next, body }) = ready.pop_front() {
        match conn.attempt(|conn| settle(conn, &next, body, now)) {
            Ok(true) => done += 1,
            Ok(false) => {}
            Err(error) => {
                let wait = failures.add(next, now);
                log::error!(
                    "the scheduler cannot settle article {}, and tries again in {wait} s: {error}",
                    next.article
                );
            }
        }
        if begun.elapsed() >= TURN {
            break;
        }
    }
    Ok((ready, done))
}

/// Does one thing, unless it is no longer due. A scheduled article that cannot be published any more
/// comes off the schedule, where its editor will find it with the reason.
fn settle(conn: &mut Conn, due: &Due, body: Option<RenderedBody>, now: Time) -> Result<bool, Error> {
    let Some(version) = store::version_if_due(conn, due, now)? else { return Ok(false) };
    let step = |transition, note| TransitionRequest {
        article: due.article,
        version,
        transition,
        terms: TransitionParams { note, ..TransitionParams::default() },
        role: Role::Admin,
        by: Attribution::system("scheduler", now),
    };
    match due.kind {
        DueKind::Expiry => take(conn, &step(Transition::Withdraw, None), None)?,
        DueKind::Publication => {
            if let Err(error) = conn.attempt(|c| take(c, &step(Transition::Publish, None), body)) {
                if error.is_server_error() {
                    return Err(error);
                }
                take(conn, &step(Transition::Unschedule, Some(reason(&error))), None)?;
            }
        }
    }
    Ok(true)
}

/// What colleagues are told of an article that came off the schedule.
fn reason(error: &Error) -> String {
    let failure = error.failure();
    let faults = failure
        .faults
        .iter()
        .map(|fault| format!(" {}: {}.", fault.pointer.as_deref().unwrap_or_default(), fault.detail));
    format!("Could not be published at its time. {}{}", failure.detail, faults.collect::<String>())
}
