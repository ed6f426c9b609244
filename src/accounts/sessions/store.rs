//! The SQL of the `sessions` table.

use diesel::prelude::*;

use super::model::{NewSession, Session};
use crate::accounts::model::User;
use crate::content::Time;
use crate::db::schema::{sessions, users};
use crate::db::{Conn, QueryResult};

/// Inserts a session and returns its id.
pub fn insert(conn: &mut Conn, session: NewSession) -> QueryResult<i64> {
    diesel::insert_into(sessions::table).values(session).returning(sessions::id).get_result(conn)
}

/// Returns the account `user` if the session exists and belongs to it.
pub fn find_account(conn: &mut Conn, session: i64, user: i64) -> QueryResult<Option<User>> {
    let own = sessions::table.find(session).filter(sessions::user_id.eq(user));
    own.inner_join(users::table).select(users::all_columns).first(conn).optional()
}

/// Returns the session whose refresh tokens share that family digest, and its account.
pub fn find_by_family(conn: &mut Conn, family: &str) -> QueryResult<Option<(Session, User)>> {
    let session = sessions::table.filter(sessions::family.eq(family));
    session.inner_join(users::table).first(conn).optional()
}

/// Returns an account's sessions that have not expired, the most recently used first.
pub fn list(conn: &mut Conn, user: i64, now: Time) -> QueryResult<Vec<Session>> {
    sessions::table
        .filter(sessions::user_id.eq(user).and(sessions::expires_at.gt(now)))
        .order((sessions::last_used_at.desc(), sessions::id.desc()))
        .load(conn)
}

/// Stores the digest of a session's next refresh token.
pub fn replace_secret(
    conn: &mut Conn,
    session: i64,
    secret: &str,
    now: Time,
    expires_at: Time,
) -> QueryResult<()> {
    let values =
        (sessions::secret.eq(secret), sessions::last_used_at.eq(now), sessions::expires_at.eq(expires_at));
    diesel::update(sessions::table.find(session)).set(values).execute(conn).map(drop)
}

/// Ends a session.
pub fn end(conn: &mut Conn, session: i64) -> QueryResult<()> {
    diesel::delete(sessions::table.find(session)).execute(conn).map(drop)
}

/// Ends a session of the account `user`. Returns false if the account has no session with that id.
pub fn end_own(conn: &mut Conn, session: i64, user: i64) -> QueryResult<bool> {
    let own = sessions::table.find(session).filter(sessions::user_id.eq(user));
    Ok(diesel::delete(own).execute(conn)? > 0)
}

/// Ends all sessions of an account but the session `except`.
pub fn end_others(conn: &mut Conn, user: i64, except: Option<i64>) -> QueryResult<()> {
    let own = sessions::table.filter(sessions::user_id.eq(user));
    match except {
        Some(session) => diesel::delete(own.filter(sessions::id.ne(session))).execute(conn),
        None => diesel::delete(own).execute(conn),
    }
    .map(drop)
}

/// Deletes an account's sessions that have expired.
pub fn end_expired(conn: &mut Conn, user: i64, now: Time) -> QueryResult<()> {
    let expired = sessions::table.filter(sessions::user_id.eq(user).and(sessions::expires_at.le(now)));
    diesel::delete(expired).execute(conn).map(drop)
}
