//! Failed sign-ins in the database.

use diesel::prelude::*;

use crate::content::Time;
use crate::db::schema::sign_in_failures as failures;
use crate::db::{Conn, QueryResult, on};

/// How many counts whose window is over are deleted when another one is written.
const LOT: i64 = 100;

/// How many sign-ins have failed in a window.
#[derive(Debug, Queryable)]
pub struct Count {
    /// What they are counted under.
    pub subject: String,
    /// How many there were.
    pub failed: i32,
    /// When they are forgotten.
    pub window_ends_at: Time,
}

/// The counts of these subjects whose windows are not over.
pub fn counts(conn: &mut Conn, subjects: &[&str], now: Time) -> QueryResult<Vec<Count>> {
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let theirs = failures::subject.eq_any(subjects.to_vec());
    failures::table.filter(theirs.and(failures::window_ends_at.gt(now))).load(conn)
}

/// Counts one more failure. The first one of a subject begins its window.
pub fn count(conn: &mut Conn, subject: &str, now: Time, window_ends_at: Time) -> QueryResult<()> {
    let over = failures::window_ends_at.le(now);
    diesel::delete(failures::table.find(subject).filter(over)).execute(conn)?;
    let oldest = failures::table.filter(over).order(failures::window_ends_at).limit(LOT);
    let oldest: Vec<String> = oldest.select(failures::subject).load(conn)?;
    if !oldest.is_empty() {
        diesel::delete(failures::table.filter(failures::subject.eq_any(oldest))).execute(conn)?;
    }
    let first =
        (failures::subject.eq(subject), failures::failed.eq(1), failures::window_ends_at.eq(window_ends_at));
    on!(conn, |c| diesel::insert_into(failures::table)
        .values(first)
        .on_conflict(failures::subject)
        .do_update()
        .set(failures::failed.eq(failures::failed + 1))
        .execute(c))
    .map(drop)
}

/// Forgets the failures of a subject.
pub fn forget(conn: &mut Conn, subject: &str) -> QueryResult<()> {
    diesel::delete(failures::table.find(subject)).execute(conn).map(drop)
}
