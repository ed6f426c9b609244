//! Due tasks in the database.

use diesel::prelude::*;

use crate::content::Time;
use crate::content::vocabulary::Status;
use crate::db::schema::articles;
use crate::db::{Conn, QueryResult};

/// The most tasks of each kind that one poll reads.
const MAX_TASKS: i64 = 100;

/// The kind of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskKind {
    /// Publish a scheduled article.
    Publication,
    /// Withdraw an expired article.
    Expiry,
}

/// A transition that is to be made at its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Task {
    /// When it is due.
    pub at: Time,
    /// Its kind.
    pub kind: TaskKind,
    /// The News ID of the article.
    pub article: i64,
}

/// The tasks that are due now, earliest first, without those of the `excluded` articles.
pub fn due_tasks(conn: &mut Conn, now: Time, excluded: &[i64]) -> QueryResult<Vec<Task>> {
    let publications: Vec<(Option<Time>, i64)> = articles::table
        .filter(articles::status.eq(Status::Scheduled).and(articles::publish_at.le(now)))
        .filter(articles::id.ne_all(excluded))
        .order((articles::publish_at, articles::id))
        .select((articles::publish_at, articles::id))
        .limit(MAX_TASKS)
        .load(conn)?;
    let expiries: Vec<(Option<Time>, i64)> = articles::table
        .filter(articles::status.eq(Status::Published).and(articles::expires_at.le(now)))
        .filter(articles::id.ne_all(excluded))
        .order((articles::expires_at, articles::id))
        .select((articles::expires_at, articles::id))
        .limit(MAX_TASKS)
        .load(conn)?;
    let task = |kind| move |(at, article): (Option<Time>, i64)| at.map(|at| Task { at, kind, article });
    let mut tasks: Vec<Task> = publications.into_iter().filter_map(task(TaskKind::Publication)).collect();
    tasks.extend(expiries.into_iter().filter_map(task(TaskKind::Expiry)));
    tasks.sort_unstable();
    Ok(tasks)
}

/// The current version of the article. `None` if the task is no longer due.
pub fn version_if_due(conn: &mut Conn, task: &Task, now: Time) -> QueryResult<Option<i64>> {
    let article = articles::table.filter(articles::id.eq(task.article)).select(articles::version);
    match task.kind {
        TaskKind::Publication => article
            .filter(articles::status.eq(Status::Scheduled).and(articles::publish_at.le(now)))
            .first(conn),
        TaskKind::Expiry => article
            .filter(articles::status.eq(Status::Published).and(articles::expires_at.le(now)))
            .first(conn),
    }
    .optional()
}
