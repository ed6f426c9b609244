//! Comments in the database, as moderators see them.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::dto::{CommentQuery, QueueSort};
use crate::content::Time;
use crate::content::vocabulary::CommentStatus;
use crate::db::schema::{articles, comments, sections};
use crate::db::{Conn, Json, QueryResult, below, search, seek};
use crate::http::page::PageRequest;

/// A comment as it is kept.
#[derive(Clone, Debug, Queryable)]
pub struct Comment {
    pub id: i64,
    pub article_id: i64,
    pub parent_id: Option<i64>,
    pub author_name: String,
    pub author_email: Option<String>,
    pub body: String,
    pub status: CommentStatus,
    pub reason: Option<String>,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
    pub reasons: Json,
    pub reports: i64,
    pub likes: i64,
    pub erased_at: Option<Time>,
}

/// The columns of a comment: all but those that are used only when a comment is sent.
const COLUMNS: Columns = (
    comments::id,
    comments::article_id,
    comments::parent_id,
    comments::author_name,
    comments::author_email,
    comments::body,
    comments::status,
    comments::reason,
    comments::version,
    comments::created_at,
    comments::updated_at,
    comments::reasons,
    comments::reports,
    comments::likes,
    comments::erased_at,
);

type Columns = (
    comments::id,
    comments::article_id,
    comments::parent_id,
    comments::author_name,
    comments::author_email,
    comments::body,
    comments::status,
    comments::reason,
    comments::version,
    comments::created_at,
    comments::updated_at,
    comments::reasons,
    comments::reports,
    comments::likes,
    comments::erased_at,
);

/// A condition on comments.
type Condition = search::Condition<comments::table>;

/// The sort key of the queue: when sent, and the id.
pub type Key = (i64, i64);

/// The comment with that id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Comment>> {
    comments::table.find(id).select(COLUMNS).first(conn).optional()
}

/// The rows of a page of comments.
pub fn list(conn: &mut Conn, filter: &CommentQuery, page: &PageRequest<Key>) -> QueryResult<Vec<Comment>> {
    let mut query = comments::table.select(COLUMNS).limit(page.rows()).into_boxed();
    for condition in conditions(filter) {
        query = query.filter(condition);
    }
    let ascending = (filter.sort == Some(QueueSort::Oldest)) != page.backward();
    let query =
        seek!(query, by (comments::created_at, comments::id), ascending ascending, after page.seek_key());
    query.load(conn)
}

/// How many comments the list has in all.
pub fn count(conn: &mut Conn, filter: &CommentQuery) -> QueryResult<i64> {
    let mut query = comments::table.select(count_star()).into_boxed();
    for condition in conditions(filter) {
        query = query.filter(condition);
    }
    query.first(conn)
}

/// What a list asks of its comments.
fn conditions(filter: &CommentQuery) -> Vec<Condition> {
    let mut conditions: Vec<Condition> = Vec::new();
    if let Some(statuses) = &filter.status {
        match statuses.chosen().collect::<Vec<_>>()[..] {
            // Written so, an index leads through it in the order of the list.
            [status] => conditions.push(Box::new(comments::status.eq(status))),
            ref statuses => conditions.push(Box::new(comments::status.eq_any(statuses.to_vec()))),
        }
    }
    if let Some(article) = filter.article_id {
        conditions.push(Box::new(comments::article_id.eq(article)));
    }
    if let Some(path) = &filter.section {
        let (from, before) = below(path);
        let lower = sections::path.ge(from).and(sections::path.lt(before));
        let filed = sections::table.filter(sections::path.eq(path.clone()).or(lower)).select(sections::id);
        let there =
            articles::table.filter(articles::section_id.eq_any(filed.nullable())).select(articles::id);
        conditions.push(Box::new(comments::article_id.eq_any(there)));
    }
    if let Some(reason) = filter.reason {
        // A code stands between quotation marks, and has no sign that means something else.
        conditions.push(Box::new(comments::reasons.like(format!("%\"{}\"%", <&str>::from(reason)))));
    }
    match filter.reported {
        Some(true) => conditions.push(Box::new(comments::reported_at.is_not_null())),
        Some(false) => conditions.push(Box::new(comments::reported_at.is_null())),
        None => {}
    }
    if let Some(time) = filter.created_after {
        conditions.push(Box::new(comments::created_at.ge(time)));
    }
    if let Some(time) = filter.created_before {
        conditions.push(Box::new(comments::created_at.lt(time)));
    }
    conditions
}

/// Notes a decision; `None` when the comment is no longer in the version it was taken on. What readers reported until
/// then is settled with it.
pub fn decide(
    conn: &mut Conn,
    before: &Comment,
    status: CommentStatus,
    reason: Option<String>,
    reasons: &Json,
    now: Time,
) -> QueryResult<Option<Comment>> {
    diesel::update(
        comments::table.filter(comments::id.eq(before.id).and(comments::version.eq(before.version))),
    )
    .set((
        comments::status.eq(status),
        comments::reason.eq(reason),
        comments::reasons.eq(reasons),
        comments::reports.eq(0),
        comments::reported_at.eq(None::<Time>),
        comments::version.eq(before.version + 1),
        comments::updated_at.eq(now),
    ))
    .returning(COLUMNS)
    .get_result(conn)
    .optional()
}

/// Comments that were sent with that e-mail address, which is in lower case: the oldest ones after the one with that id, at most
/// so many.
pub fn sent_with(conn: &mut Conn, email: &str, after: i64, most: usize) -> QueryResult<Vec<Comment>> {
    let sent = comments::table.filter(comments::author_email.eq(email).and(comments::id.gt(after)));
    sent.order(comments::id).limit(i64::try_from(most).unwrap_or(i64::MAX)).select(COLUMNS).load(conn)
}

/// The ids of all of them.
pub fn ids_sent_with(conn: &mut Conn, email: &str) -> QueryResult<Vec<i64>> {
    let sent = comments::table.filter(comments::author_email.eq(email));
    sent.order(comments::id).select(comments::id).load(conn)
}

/// Takes everything out of a comment that its reader wrote, for good, as its next version.
pub fn erase(conn: &mut Conn, id: i64, now: Time) -> QueryResult<Comment> {
    diesel::update(comments::table.find(id))
        .set((
            comments::author_name.eq(""),
            comments::author_email.eq(None::<String>),
            comments::body.eq(""),
            comments::status.eq(CommentStatus::Rejected),
            comments::reasons.eq("[]"),
            comments::reports.eq(0),
            comments::reported_at.eq(None::<Time>),
            comments::fingerprint.eq(None::<String>),
            comments::reader.eq(None::<String>),
            comments::erased_at.eq(now),
            comments::version.eq(comments::version + 1),
            comments::updated_at.eq(now),
        ))
        .returning(COLUMNS)
        .get_result(conn)
}
