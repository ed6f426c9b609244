//! What readers are told of comments: how articles take them, how many there are, and how they are liked.

mod store;

use crate::content::Time;
use crate::db::{Conn, QueryResult};

pub use self::store::{policy, set_policy};

/// How long readers may be told old numbers of likes, in seconds.
const PATIENCE: i64 = 5;

/// Brings what readers are told of the number of an article's comments in line with the comments they see, and of the
/// answers to one of them. To be called after [`super::readers_see_a_change`], when comments were shown or hidden.
pub fn recount(conn: &mut Conn, article: i64, answered: Option<i64>) -> QueryResult<()> {
    if let Some(comment) = answered {
        store::recount_answers(conn, comment)?;
    }
    store::recount(conn, article)
}

/// To be called in the transaction that counts a like. Readers are told soon, of many at once: each new edition makes
/// every answer be made anew.
pub fn liked(conn: &mut Conn, now: Time) -> QueryResult<()> {
    store::mark_stale(conn, now)
}

/// Whether readers have been told old numbers for long enough.
pub fn are_stale(conn: &mut Conn, now: Time) -> QueryResult<bool> {
    store::stale_before(conn, now.plus_seconds(-PATIENCE))
}

/// Tells readers the numbers there are, if they are told old ones.
pub fn freshen(conn: &mut Conn, now: Time) -> QueryResult<()> {
    if are_stale(conn, now)? {
        super::readers_see_a_change(conn, now)?;
        store::mark_fresh(conn)?;
    }
    Ok(())
}
