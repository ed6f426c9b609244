//! What readers are told of comments: how articles take them, how many there are, and how they are liked.

mod store;

use std::collections::BTreeSet;

use super::changes::{self, Change, ChangeType};
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags, Time};
use crate::db::{Conn, QueryResult};

pub use self::store::{count, policy, set_policy};

/// How long readers may see an old number of likes, in seconds.
const PATIENCE: i64 = 5;

/// Brings what readers are told of the numbers of comments in line with the comments they see: of each article, and of
/// the answers to each comment. To be called when comments were shown or hidden,
/// each given by its article and by the comment that it answers, if it does.
pub fn recount(conn: &mut Conn, changed: &[(i64, Option<i64>)]) -> QueryResult<()> {
    let answered: BTreeSet<i64> = changed.iter().filter_map(|(_, answered)| *answered).collect();
    answered.into_iter().try_for_each(|comment| store::recount_answers(conn, comment))?;
    let articles: BTreeSet<i64> = changed.iter().map(|(article, _)| *article).collect();
    articles.into_iter().try_for_each(|article| store::recount(conn, article))
}

/// Records that a comment on an article is shown to readers, or hidden from them. They see it at once.
pub fn changed(conn: &mut Conn, kind: ChangeType, comment: i64, article: i64, now: Time) -> QueryResult<()> {
    let tags = CacheTags::only(CacheTag::One(ResourceKind::Article, article));
    changes::record(conn, Change::new(kind, comment, tags), now)
}

/// Records that a comment has one more like. Call it in the transaction that counts the like. The scheduler shows readers
/// the new number within seconds, for many likes at once.
pub fn liked(conn: &mut Conn, comment: i64, now: Time) -> QueryResult<()> {
    store::mark_stale(conn, comment, now)
}

/// Whether there is an article on which readers have seen an old number of likes for long enough.
pub fn are_stale(conn: &mut Conn, now: Time) -> QueryResult<bool> {
    store::stale_before(conn, now.plus_seconds(-PATIENCE))
}

/// Makes the cached answers on articles with new likes invalid, if one of them has waited long enough.
pub fn freshen(conn: &mut Conn, now: Time) -> QueryResult<()> {
    if are_stale(conn, now)? {
        let articles = store::mark_fresh(conn)?.into_iter();
        let tags = articles.map(CacheTag::Comments);
        changes::touch(conn, &CacheTags::default().and(tags))?;
    }
    Ok(())
}
