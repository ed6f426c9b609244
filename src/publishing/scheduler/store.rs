//! What is due, in the database.

use diesel::prelude::*;

use crate::content::Time;
use crate::content::vocabulary::Status;
use crate::db::schema::articles;
use crate::db::{Conn, QueryResult};

/// The most things that are done between two looks.
const BATCH: i64 = 100;

/// What is to happen to an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueKind {
    /// It is to be published.
    Publication,
    /// It is to be withdrawn.
    Expiry,
}

/// Something to be done at its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Due {
    /// When.
    pub at: Time,
    /// What.
    pub kind: DueKind,
    /// To which article.
    pub article: i64,
}

/// What is due now, earliest first, but for articles that are to be left alone.
pub fn due(conn: &mut Conn, now: Time, but: &[i64]) -> QueryResult<Vec<Due>> {
    let publications: Vec<(Option<Time>, i64)> = articles::table
        .filter(articles::status.eq(Status::Scheduled).and(articles::publish_at.le(now)))
        .filter(articles::id.ne_all(but))
        .order((articles::publish_at, articles::id))
        .select((articles::publish_at, articles::id))
        .limit(BATCH)
        .load(conn)?;
    let expiries: Vec<(Option<Time>, i64)> = articles::table
        .filter(articles::status.eq(Status::Published).and(articles::expires_at.le(now)))
        .filter(articles::id.ne_all(but))
        .order((articles::expires_at, articles::id))
        .select((articles::expires_at, articles::id))
        .limit(BATCH)
        .load(conn)?;
    let of = |kind| move |(at, article): (Option<Time>, i64)| at.map(|at| Due { at, kind, article });
    let mut due: Vec<Due> = publications.into_iter().filter_map(of(DueKind::Publication)).collect();
    due.extend(expiries.into_iter().filter_map(of(DueKind::Expiry)));
    due.sort_unstable();
    Ok(due)
}

/// The article's version, if the thing is still due.
pub fn version_if_due(conn: &mut Conn, due: &Due, now: Time) -> QueryResult<Option<i64>> {
    let article = articles::table.filter(articles::id.eq(due.article)).select(articles::version);
    match due.kind {
        DueKind::Publication => article
            .filter(articles::status.eq(Status::Scheduled).and(articles::publish_at.le(now)))
            .first(conn),
        DueKind::Expiry => article
            .filter(articles::status.eq(Status::Published).and(articles::expires_at.le(now)))
            .first(conn),
    }
    .optional()
}
