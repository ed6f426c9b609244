//! The SQL of the counters of failed sign-ins, and of the networks that accounts know.

use diesel::prelude::*;

use crate::content::Time;
use crate::db::schema::{sign_in_failures as failures, sign_in_networks as networks};
use crate::db::{Conn, QueryResult, match_conn};

/// The most expired rows that one write deletes.
const CLEANUP_BATCH: i64 = 100;

/// The failed sign-ins of one counter.
#[derive(Debug, Queryable)]
pub struct Count {
    /// The counter's key.
    pub key: String,
    /// The number of failures in the window.
    pub failures: i32,
    /// When the window ends. The count is zero then.
    pub window_ends_at: Time,
}

/// Returns the counts of these counters whose windows have not ended.
pub fn counts(conn: &mut Conn, keys: Vec<&str>, now: Time) -> QueryResult<Vec<Count>> {
    let matching = failures::subject.eq_any(keys);
    failures::table.filter(matching.and(failures::window_ends_at.gt(now))).load(conn)
}

/// Adds one failure. The first failure of a counter begins its window. Deletes some counters whose windows have ended.
pub fn increment(conn: &mut Conn, key: &str, now: Time, window_ends_at: Time) -> QueryResult<()> {
    let ended = failures::window_ends_at.le(now);
    diesel::delete(failures::table.find(key).filter(ended)).execute(conn)?;
    let oldest = failures::table.filter(ended).order(failures::window_ends_at).limit(CLEANUP_BATCH);
    let oldest: Vec<String> = oldest.select(failures::subject).load(conn)?;
    if !oldest.is_empty() {
        diesel::delete(failures::table.filter(failures::subject.eq_any(oldest))).execute(conn)?;
    }
    let first =
        (failures::subject.eq(key), failures::failed.eq(1), failures::window_ends_at.eq(window_ends_at));
    match_conn!(conn, |c| diesel::insert_into(failures::table)
        .values(first)
        .on_conflict(failures::subject)
        .do_update()
        .set(failures::failed.eq(failures::failed + 1))
        .execute(c))
    .map(drop)
}

/// Deletes a counter.
pub fn reset(conn: &mut Conn, key: &str) -> QueryResult<()> {
    diesel::delete(failures::table.find(key)).execute(conn).map(drop)
}

/// Whether a sign-in with that key of account and network has succeeded since then.
pub fn is_known_network(conn: &mut Conn, key: &str, since: Time) -> QueryResult<bool> {
    let known = networks::table.find(key).filter(networks::last_used_at.ge(since));
    diesel::select(diesel::dsl::exists(known)).get_result(conn)
}

/// Stores that a sign-in with that key of account and network has succeeded. Deletes some networks that were last used
/// before `since`.
pub fn remember_network(conn: &mut Conn, key: &str, now: Time, since: Time) -> QueryResult<()> {
    let old = networks::table.filter(networks::last_used_at.lt(since)).limit(CLEANUP_BATCH);
    let old: Vec<String> = old.select(networks::subject).load(conn)?;
    if !old.is_empty() {
        diesel::delete(networks::table.filter(networks::subject.eq_any(old))).execute(conn)?;
    }
    let used = networks::last_used_at.eq(now);
    match_conn!(conn, |c| diesel::insert_into(networks::table)
        .values((networks::subject.eq(key), used))
        .on_conflict(networks::subject)
        .do_update()
        .set(used)
        .execute(c))
    .map(drop)
}
