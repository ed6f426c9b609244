//! What readers are told of comments: how articles take them, how many there are, and how they are liked.

mod store;

use std::collections::BTreeSet;

use crate::content::Time;
use crate::db::{Conn, QueryResult};

pub use self::store::{policy, set_policy};

/// How long readers may be told old numbers, in seconds.
const PATIENCE: i64 = 5;

/// Brings what readers are told of the numbers of comments in line with the comments they see: of each article, and of
/// the answers to each comment. To be called after [`super::readers_see_a_change`], when comments were shown or hidden,
/// each given by its article and by the comment that it answers, if it does.
pub fn recount(conn: &mut Conn, changed: &[(i64, Option<i64>)]) -> QueryResult<()> {
    let answered: BTreeSet<i64> = changed.iter().filter_map(|(_, answered)| *answered).collect();
    answered.into_iter().try_for_each(|comment| store::recount_answers(conn, comment))?;
    let articles: BTreeSet<i64> = changed.iter().map(|(article, _)| *article).collect();
    articles.into_iter().try_for_each(|article| store::recount(conn, article))
}

/// To be called in the transaction that shows a comment on which nobody has decided. Readers see it at once; when editions
/// follow each other too quickly to be told apart by their seconds, where answers are kept it may take a moment.
pub fn shown_by_itself(conn: &mut Conn, now: Time) -> QueryResult<()> {
    if store::is_ahead(conn, now)? {
        store::mark_stale(conn, now)
    } else {
        super::readers_see_a_change(conn, now)
    }
}

/// To be called in the transaction that counts a like. Readers are told soon, of many at once: each new edition makes
/// every answer be made anew.
pub fn liked(conn: &mut Conn, now: Time) -> QueryResult<()> {
    store::mark_stale(conn, now)
}

/// Whether readers have been told old numbers for long enough.
pub fn are_stale(conn: &mut Conn, now: Time) -> QueryResult<bool> {
    Ok(store::stale_before(conn, now.plus_seconds(-PATIENCE))? && !store::is_ahead(conn, now)?)
}

/// Tells readers the numbers there are, if they are told old ones.
pub fn freshen(conn: &mut Conn, now: Time) -> QueryResult<()> {
    if are_stale(conn, now)? {
        super::readers_see_a_change(conn, now)?;
        store::mark_fresh(conn)?;
    }
    Ok(())
}
