//! What readers see of comments: the comment policy of an article, and the numbers of comments, replies and likes.

mod store;

use std::collections::BTreeSet;

use super::changes::{self, Change, ChangeType};
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags, Time};
use crate::db::{Conn, QueryResult};

pub use self::store::{count_approved, follow_site_policy, site_policy};

/// How long readers may see an old number of likes, in seconds.
const LIKES_DELAY: i64 = 5;

/// Updates the stored numbers of comments and replies. Call it after comments became visible or hidden. Each is
/// given by its article, and by its parent comment if it is a reply.
pub fn recount(conn: &mut Conn, changed: &[(i64, Option<i64>)]) -> QueryResult<()> {
    let parents: BTreeSet<i64> = changed.iter().filter_map(|(_, parent)| *parent).collect();
    parents.into_iter().try_for_each(|comment| store::recount_replies(conn, comment))?;
    let articles: BTreeSet<i64> = changed.iter().map(|(article, _)| *article).collect();
    articles.into_iter().try_for_each(|article| store::recount(conn, article))
}

/// Records that a comment on an article became visible or hidden. Readers see the change after the commit.
pub fn record_change(
    conn: &mut Conn,
    kind: ChangeType,
    comment: i64,
    article: i64,
    now: Time,
) -> QueryResult<()> {
    let tags = CacheTags::only(CacheTag::One(ResourceKind::Article, article));
    changes::record(conn, Change::new(kind, comment, tags), now)
}

/// Records that a comment has one more like. Call it in the transaction that counts the like. The scheduler
/// invalidates the cached responses within seconds, once for many likes.
pub fn record_like(conn: &mut Conn, comment: i64, now: Time) -> QueryResult<()> {
    store::add_liked_article(conn, comment, now)
}

/// Whether an article has new likes for at least 5 seconds that cached responses do not show.
pub fn has_overdue_likes(conn: &mut Conn, now: Time) -> QueryResult<bool> {
    store::has_liked_article_since(conn, now.plus_seconds(-LIKES_DELAY))
}

/// Invalidates the cached responses of the articles with new likes, if [`has_overdue_likes`].
pub fn show_new_likes(conn: &mut Conn, now: Time) -> QueryResult<()> {
    if has_overdue_likes(conn, now)? {
        let articles = store::take_liked_articles(conn)?.into_iter();
        let tags = articles.map(CacheTag::Comments);
        changes::invalidate(conn, &CacheTags::default().and(tags))?;
    }
    Ok(())
}
