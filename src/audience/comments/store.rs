//! Comments in the database, as readers leave them.

use diesel::prelude::*;

use super::model::CheckedComment;
use crate::content::Time;
use crate::content::article::CommentSettings;
use crate::content::vocabulary::CommentPolicy;
use crate::db::schema::{comments, published_articles, published_comments};
use crate::db::{Conn, QueryResult};

/// How a published article takes comments; `None` when there is no such article in public.
pub fn settings(conn: &mut Conn, article: i64) -> QueryResult<Option<CommentSettings>> {
    let found = published_articles::table
        .find(article)
        .select((published_articles::comment_policy, published_articles::comments_close_at))
        .first::<(CommentPolicy, Option<Time>)>(conn)
        .optional()?;
    Ok(found.map(|(policy, closes_at)| CommentSettings { policy, closes_at }))
}

/// The parent of a public comment on the article: `None` when there is no such comment.
pub fn parent_of(conn: &mut Conn, article: i64, comment: i64) -> QueryResult<Option<Option<i64>>> {
    published_comments::table
        .filter(published_comments::id.eq(comment).and(published_comments::article_id.eq(article)))
        .select(published_comments::parent_id)
        .first(conn)
        .optional()
}

/// Puts a comment into the queue and returns its id.
pub fn insert(conn: &mut Conn, article: i64, comment: &CheckedComment, now: Time) -> QueryResult<i64> {
    diesel::insert_into(comments::table)
        .values((
            comments::article_id.eq(article),
            comments::parent_id.eq(comment.parent_id),
            comments::author_name.eq(&comment.author_name),
            comments::author_email.eq(&comment.author_email),
            comments::body.eq(&comment.body),
            comments::status.eq(comment.status),
            comments::version.eq(1),
            comments::created_at.eq(now),
            comments::updated_at.eq(now),
        ))
        .returning(comments::id)
        .get_result(conn)
}
