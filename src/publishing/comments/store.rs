//! The numbers of visible comments and of likes, and the comment policy, in the database.

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use diesel::select;
use diesel::sql_types::BigInt;

use crate::content::Time;
use crate::content::vocabulary::{CommentPolicy, CommentStatus};
use crate::db::schema::{comments, liked_articles, published_articles, site};
use crate::db::{Conn, QueryResult, Statement, for_update, match_conn};

/// The comment policy of the site, for articles that have none of their own.
pub fn site_policy(conn: &mut Conn) -> QueryResult<CommentPolicy> {
    site::table.find(1).select(site::comments_policy).first(conn)
}

/// Applies a new comment policy of the site to the published articles that have none of their own.
pub fn follow_site_policy(conn: &mut Conn, policy: CommentPolicy) -> QueryResult<()> {
    diesel::update(published_articles::table.filter(published_articles::comments_follow_site.eq(true)))
        .set(published_articles::comment_policy.eq(policy))
        .execute(conn)
        .map(drop)
}

/// The number of approved comments on an article.
pub fn count_approved(conn: &mut Conn, article: i64) -> QueryResult<i64> {
    let approved = comments::article_id.eq(article).and(comments::status.eq(CommentStatus::Approved));
    comments::table.filter(approved).select(count_star()).first(conn)
}

/// Stores the number of approved comments with a published article.
pub fn recount(conn: &mut Conn, article: i64) -> QueryResult<()> {
    lock_row(conn, "published_articles", article)?;
    let count = count_approved(conn, article)?;
    diesel::update(published_articles::table.find(article))
        .set(published_articles::comment_count.eq(count))
        .execute(conn)
        .map(drop)
}

/// Stores the number of approved replies with a comment.
pub fn recount_replies(conn: &mut Conn, comment: i64) -> QueryResult<()> {
    lock_row(conn, "comments", comment)?;
    let approved = comments::parent_id.eq(comment).and(comments::status.eq(CommentStatus::Approved));
    let count: i64 = comments::table.filter(approved).select(count_star()).first(conn)?;
    diesel::update(comments::table.find(comment)).set(comments::replies.eq(count)).execute(conn).map(drop)
}

/// Locks a row until the transaction ends, so that transactions of the audience and of moderators do not count at
/// the same time.
fn lock_row(conn: &mut Conn, table: &str, id: i64) -> QueryResult<()> {
    let select = format!("SELECT id FROM {table} WHERE id = ?{}", for_update(conn));
    Statement::<(BigInt,)>::new(select).number(id).load::<(i64,)>(conn).map(drop)
}

/// The most articles with new likes that one content change invalidates.
const MAX_ARTICLES: i64 = 1000;

/// Adds the article of a comment to the articles with new likes, since `now`. An article that is there already
/// keeps its earlier time.
pub fn add_liked_article(conn: &mut Conn, comment: i64, now: Time) -> QueryResult<()> {
    let article: i64 = comments::table.find(comment).select(comments::article_id).first(conn)?;
    let row = (liked_articles::article_id.eq(article), liked_articles::since.eq(now));
    match_conn!(conn, |c| diesel::insert_into(liked_articles::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))
    .map(drop)
}

/// Whether an article has new likes since that time or an earlier one.
pub fn has_liked_article_since(conn: &mut Conn, time: Time) -> QueryResult<bool> {
    select(exists(liked_articles::table.filter(liked_articles::since.le(time)))).get_result(conn)
}

/// Removes up to [`MAX_ARTICLES`] from the articles with new likes, the oldest first, and returns them.
pub fn take_liked_articles(conn: &mut Conn) -> QueryResult<Vec<i64>> {
    let oldest = liked_articles::table.order(liked_articles::since).limit(MAX_ARTICLES);
    let articles: Vec<i64> = oldest.select(liked_articles::article_id).load(conn)?;
    let taken = liked_articles::table.filter(liked_articles::article_id.eq_any(articles.clone()));
    diesel::delete(taken).execute(conn)?;
    Ok(articles)
}
