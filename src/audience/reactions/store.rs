//! Likes and reports in the database.

use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::content::Time;
use crate::content::vocabulary::CommentReason;
use crate::db::schema::{comment_reactions as reactions, comments, published_comments as visible};
use crate::db::{Conn, Json, QueryError, QueryResult, Statement, for_update, match_conn};

/// What a reader can do once a day with a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// Like it.
    Like,
    /// Report it.
    Report,
}

/// Whether readers see that comment on that article.
pub fn is_visible(conn: &mut Conn, article: i64, comment: i64) -> QueryResult<bool> {
    let is_match =
        visible::id.eq(comment).and(visible::article_id.eq(article)).and(visible::body.is_not_null());
    diesel::select(diesel::dsl::exists(visible::table.filter(is_match))).get_result(conn)
}

/// Stores the reaction of a reader. Returns false when it is stored already.
pub fn insert(conn: &mut Conn, comment: i64, reaction: Reaction, reader: &str) -> QueryResult<bool> {
    let kind = match reaction {
        Reaction::Like => "like",
        Reaction::Report => "report",
    };
    let row = (reactions::comment_id.eq(comment), reactions::kind.eq(kind), reactions::reader.eq(reader));
    let inserted = match_conn!(conn, |c| diesel::insert_into(reactions::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(inserted > 0)
}

/// Adds one to the likes of a comment.
pub fn like(conn: &mut Conn, comment: i64) -> QueryResult<()> {
    diesel::update(comments::table.find(comment))
        .set(comments::likes.eq(comments::likes + 1))
        .execute(conn)
        .map(drop)
}

/// Adds one to the reports of a comment, and adds the reason to its reasons.
pub fn report(conn: &mut Conn, comment: i64, reason: CommentReason, now: Time) -> QueryResult<()> {
    let select = format!("SELECT reasons FROM comments WHERE id = ?{}", for_update(conn));
    let row = Statement::<(Text,)>::new(select).number(comment).load::<(Json,)>(conn)?.pop();
    let (reasons,) = row.ok_or(QueryError::NotFound)?;
    let mut reasons: Vec<CommentReason> = reasons.read()?;
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
