//! Likes and reports in the database.

use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::content::Time;
use crate::content::vocabulary::CommentReason;
use crate::db::schema::{comment_marks as reactions, comments, published_comments as shown};
use crate::db::{Conn, Json, QueryError, QueryResult, Statement, for_update, match_conn};

/// What a reader does once a day with a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// Likes it.
    Like,
    /// Reports it.
    Report,
}

/// Whether readers see that comment under that article.
pub fn is_shown(conn: &mut Conn, article: i64, comment: i64) -> QueryResult<bool> {
    let there = shown::id.eq(comment).and(shown::article_id.eq(article)).and(shown::body.is_not_null());
    diesel::select(diesel::dsl::exists(shown::table.filter(there))).get_result(conn)
}

/// Notes that a reader does it. False when the reader has done it today.
pub fn note(conn: &mut Conn, comment: i64, mark: Reaction, reader: &str) -> QueryResult<bool> {
    let kind = match mark {
        Reaction::Like => "like",
        Reaction::Report => "report",
    };
    let row = (reactions::comment_id.eq(comment), reactions::kind.eq(kind), reactions::reader.eq(reader));
    let noted = match_conn!(conn, |c| diesel::insert_into(reactions::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(noted > 0)
}

/// Counts a like.
pub fn like(conn: &mut Conn, comment: i64) -> QueryResult<()> {
    diesel::update(comments::table.find(comment))
        .set(comments::likes.eq(comments::likes + 1))
        .execute(conn)
        .map(drop)
}

/// Counts a report, and notes its reason.
pub fn report(conn: &mut Conn, comment: i64, reason: CommentReason, now: Time) -> QueryResult<()> {
    let known = format!("SELECT reasons FROM comments WHERE id = ?{}", for_update(conn));
    let known = Statement::<(Text,)>::new(known).number(comment).load::<(Json,)>(conn)?.pop();
    let (known,) = known.ok_or(QueryError::NotFound)?;
    let mut reasons: Vec<CommentReason> = known.read()?;
    if !reasons.contains(&reason) {
        reasons.push(reason);
    }
    diesel::update(comments::table.find(comment))
        .set((
            comments::reports.eq(comments::reports + 1),
            comments::reported_at.eq(now),
            comments::reasons.eq(Json::of(&reasons)?),
        ))
        .execute(conn)
        .map(drop)
}
