//! What readers are told of comments, in the database.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::content::Time;
use crate::content::vocabulary::{CommentPolicy, CommentStatus};
use crate::db::schema::{comments, published_articles, site};
use crate::db::{Conn, QueryResult};

/// How comments are taken on articles that do not say.
pub fn policy(conn: &mut Conn) -> QueryResult<CommentPolicy> {
    site::table.find(1).select(site::comments_policy).first(conn)
}

/// Lets articles that do not say take comments in that way, also those that are published.
pub fn set_policy(conn: &mut Conn, policy: CommentPolicy) -> QueryResult<()> {
    diesel::update(site::table.find(1))
        .set((site::comments_policy.eq(policy), site::version.eq(site::version + 1)))
        .execute(conn)?;
    diesel::update(published_articles::table.filter(published_articles::comments_follow_site.eq(true)))
        .set(published_articles::comment_policy.eq(policy))
        .execute(conn)
        .map(drop)
}

/// Counts the comments on an article that readers see.
pub fn recount(conn: &mut Conn, article: i64) -> QueryResult<()> {
    let shown = comments::article_id.eq(article).and(comments::status.eq(CommentStatus::Approved));
    let count: i64 = comments::table.filter(shown).select(count_star()).first(conn)?;
    diesel::update(published_articles::table.find(article))
        .set(published_articles::comment_count.eq(count))
        .execute(conn)
        .map(drop)
}

/// Counts the answers to a comment that readers see.
pub fn recount_answers(conn: &mut Conn, comment: i64) -> QueryResult<()> {
    let shown = comments::parent_id.eq(comment).and(comments::status.eq(CommentStatus::Approved));
    let count: i64 = comments::table.filter(shown).select(count_star()).first(conn)?;
    diesel::update(comments::table.find(comment)).set(comments::replies.eq(count)).execute(conn).map(drop)
}

/// Whether the newest edition bears a later time than now, since several were made in one second.
pub fn is_ahead(conn: &mut Conn, now: Time) -> QueryResult<bool> {
    let newest: Time = site::table.find(1).select(site::content_updated_at).first(conn)?;
    Ok(newest > now)
}

/// Notes that readers are told old numbers, from now on if they are told the present ones.
pub fn mark_stale(conn: &mut Conn, now: Time) -> QueryResult<()> {
    let fresh = site::table.find(1).filter(site::stale_since.is_null());
    diesel::update(fresh).set(site::stale_since.eq(now)).execute(conn).map(drop)
}

/// Whether readers have been told old numbers since that time or longer.
pub fn stale_before(conn: &mut Conn, time: Time) -> QueryResult<bool> {
    let since: Option<Time> = site::table.find(1).select(site::stale_since).first(conn)?;
    Ok(since.is_some_and(|since| since <= time))
}

/// Notes that readers are told the present numbers.
pub fn mark_fresh(conn: &mut Conn) -> QueryResult<()> {
    diesel::update(site::table.find(1)).set(site::stale_since.eq(None::<Time>)).execute(conn).map(drop)
}
