//! What readers are told of comments, in the database.

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use diesel::select;
use diesel::sql_types::BigInt;

use crate::content::Time;
use crate::content::vocabulary::{CommentPolicy, CommentStatus};
use crate::db::schema::{comments, liked_articles, published_articles, site};
use crate::db::{Conn, QueryResult, Statement, for_update, match_conn};

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

/// How many comments on an article readers see, or would see if it were published.
pub fn count(conn: &mut Conn, article: i64) -> QueryResult<i64> {
    let shown = comments::article_id.eq(article).and(comments::status.eq(CommentStatus::Approved));
    comments::table.filter(shown).select(count_star()).first(conn)
}

/// Counts the comments on an article that readers see.
pub fn recount(conn: &mut Conn, article: i64) -> QueryResult<()> {
    hold(conn, "published_articles", article)?;
    let count = count(conn, article)?;
    diesel::update(published_articles::table.find(article))
        .set(published_articles::comment_count.eq(count))
        .execute(conn)
        .map(drop)
}

/// Counts the answers to a comment that readers see.
pub fn recount_answers(conn: &mut Conn, comment: i64) -> QueryResult<()> {
    hold(conn, "comments", comment)?;
    let shown = comments::parent_id.eq(comment).and(comments::status.eq(CommentStatus::Approved));
    let count: i64 = comments::table.filter(shown).select(count_star()).first(conn)?;
    diesel::update(comments::table.find(comment)).set(comments::replies.eq(count)).execute(conn).map(drop)
}

/// Lets nobody else count for that row until the transaction ends: readers and moderators do so at the same time.
fn hold(conn: &mut Conn, table: &str, id: i64) -> QueryResult<()> {
    let row = format!("SELECT id FROM {table} WHERE id = ?{}", for_update(conn));
    Statement::<(BigInt,)>::new(row).number(id).load::<(i64,)>(conn).map(drop)
}

/// How many articles with new likes one change makes invalid at most.
const MAX_ARTICLES: i64 = 1000;

/// Notes that the cached answers on a comment's article show an old number of likes: since `now`, unless that is noted already.
pub fn mark_stale(conn: &mut Conn, comment: i64, now: Time) -> QueryResult<()> {
    let article: i64 = comments::table.find(comment).select(comments::article_id).first(conn)?;
    let row = (liked_articles::article_id.eq(article), liked_articles::since.eq(now));
    match_conn!(conn, |c| diesel::insert_into(liked_articles::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))
    .map(drop)
}

/// Whether an article's cached answers have shown an old number of likes since that time or longer.
pub fn stale_before(conn: &mut Conn, time: Time) -> QueryResult<bool> {
    select(exists(liked_articles::table.filter(liked_articles::since.le(time)))).get_result(conn)
}

/// Forgets which articles have new likes, up to [`MAX_ARTICLES`] of them, and returns them.
pub fn mark_fresh(conn: &mut Conn) -> QueryResult<Vec<i64>> {
    let oldest = liked_articles::table.order(liked_articles::since).limit(MAX_ARTICLES);
    let articles: Vec<i64> = oldest.select(liked_articles::article_id).load(conn)?;
    let told = liked_articles::table.filter(liked_articles::article_id.eq_any(articles.clone()));
    diesel::delete(told).execute(conn)?;
    Ok(articles)
}
