//! The SQL of moderation.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::dto::{CommentQuery, QueueSort};
use super::model::Comment;
use crate::content::Time;
use crate::content::vocabulary::CommentStatus;
use crate::db::schema::{articles, comments};
use crate::db::{Conn, Json, QueryResult, search, seek};
use crate::http::comma_separated::CommaSeparated;
use crate::http::page::PageRequest;
use crate::public_names;

/// The columns of [`Comment`].
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

/// The sort key of the list: the creation time in microseconds, and the id.
pub type Key = (i64, i64);

/// The comment with this id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Comment>> {
    comments::table.find(id).select(COLUMNS).first(conn).optional()
}

/// The rows of a page of comments, in the order of `filter.sort`.
pub fn list(conn: &mut Conn, filter: &CommentQuery, page: &PageRequest<Key>) -> QueryResult<Vec<Comment>> {
    let mut query = comments::table.select(COLUMNS).limit(page.rows()).into_boxed();
    for condition in conditions(conn, filter)? {
        query = query.filter(condition);
    }
    let ascending = (filter.sort == Some(QueueSort::Oldest)) != page.backward();
    seek!(query, by (comments::created_at, comments::id), ascending ascending, after page.seek_key())
        .load(conn)
}

/// The number of comments that match the filter.
pub fn count(conn: &mut Conn, filter: &CommentQuery) -> QueryResult<i64> {
    let mut query = comments::table.select(count_star()).into_boxed();
    for condition in conditions(conn, filter)? {
        query = query.filter(condition);
    }
    query.first(conn)
}

/// The conditions of the filter. A comment matches when it satisfies all of them.
fn conditions(conn: &mut Conn, filter: &CommentQuery) -> QueryResult<Vec<Condition>> {
    let mut conditions: Vec<Condition> = Vec::new();
    if let Some(statuses) = &filter.status {
        match statuses.chosen().collect::<Vec<_>>()[..] {
            // With `=`, and not with `IN`, an index on the status returns the rows in the order of the list.
            [status] => conditions.push(Box::new(comments::status.eq(status))),
            ref statuses => conditions.push(Box::new(comments::status.eq_any(statuses.to_vec()))),
        }
    }
    if let Some(article) = filter.article_id {
        conditions.push(Box::new(comments::article_id.eq(article)));
    }
    if let Some(CommaSeparated(paths)) = &filter.section {
        let sections = public_names::ids_with_subsections(conn, paths)?;
        let in_section = articles::section_id.assume_not_null().eq_any(sections);
        let in_articles =
            articles::table.filter(articles::section_id.is_not_null().and(in_section)).select(articles::id);
        conditions.push(Box::new(comments::article_id.eq_any(in_articles)));
    }
    if let Some(reason) = filter.reason {
        // In the JSON list each code is in quotation marks. Codes contain no wildcard of LIKE.
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
    Ok(conditions)
}

/// Writes a decision as the next version of a comment, and clears its reports.
///
/// Returns `None` when another request has written a new version since `before` was read.
pub fn update(
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

/// At most `limit` comments that were sent with this e-mail address and have a larger id than `after`, ordered by id.
///
/// `email` must be in lower case, as it is stored.
pub fn list_by_email(conn: &mut Conn, email: &str, after: i64, limit: usize) -> QueryResult<Vec<Comment>> {
    let query = comments::table.filter(comments::author_email.eq(email).and(comments::id.gt(after)));
    query.order(comments::id).limit(i64::try_from(limit).unwrap_or(i64::MAX)).select(COLUMNS).load(conn)
}

/// The ids of all comments that were sent with this e-mail address in lower case, in ascending order.
pub fn ids_by_email(conn: &mut Conn, email: &str) -> QueryResult<Vec<i64>> {
    let query = comments::table.filter(comments::author_email.eq(email));
    query.order(comments::id).select(comments::id).load(conn)
}

/// Writes the next version of a comment without the reader's name, e-mail address and text, and rejects it.
///
/// The erased data cannot be restored.
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
