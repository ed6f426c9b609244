//! Failed sign-ins in the database, and where from sign-ins succeeded.

use diesel::prelude::*;

use crate::content::Time;
use crate::db::schema::{sign_in_failures as failures, sign_in_networks as networks};
use crate::db::{Conn, QueryResult, match_conn};

/// How many rows of the past are deleted when another one is written.
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
pub fn counts(conn: &mut Conn, subjects: Vec<&str>, now: Time) -> QueryResult<Vec<Count>> {
    let theirs = failures::subject.eq_any(subjects);
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
    match_conn!(conn, |c| diesel::insert_into(failures::table)
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

/// Whether a sign-in of the subject has succeeded since.
pub fn is_known_network(conn: &mut Conn, subject: &str, since: Time) -> QueryResult<bool> {
    let known = networks::table.find(subject).filter(networks::last_used_at.ge(since));
    diesel::select(diesel::dsl::exists(known)).get_result(conn)
}

/// Notes that a sign-in of the subject has succeeded, and forgets some that were last used before `since`.
pub fn remember_network(conn: &mut Conn, subject: &str, now: Time, since: Time) -> QueryResult<()> {
    let old = networks::table.filter(networks::last_used_at.lt(since)).limit(LOT);
    let old: Vec<String> = old.select(networks::subject).load(conn)?;
    if !old.is_empty() {
        diesel::delete(networks::table.filter(networks::subject.eq_any(old))).execute(conn)?;
    }
    let used = networks::last_used_at.eq(now);
    match_conn!(conn, |c| diesel::insert_into(networks::table)
        .values((networks::subject.eq(subject), used))
        .on_conflict(networks::subject)
        .do_update()
        .set(used)
        .execute(c))
    .map(drop)
}
