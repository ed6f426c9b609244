//! Sessions in the database.

use std::fmt;

use diesel::prelude::*;

use crate::accounts::store::User;
use crate::content::Time;
use crate::db::schema::{sessions, users};
use crate::db::{Conn, QueryResult};

/// A session as it is kept.
#[derive(Clone, Queryable)]
pub struct Session {
    /// Its id, which no other session ever has.
    pub id: i64,
    /// Whose it is.
    pub user_id: i64,
    /// The digest of what stays the same in its refresh tokens.
    pub family: String,
    /// The digest of what is in the present one alone.
    pub secret: String,
    /// The program that signed in, as it calls itself.
    pub user_agent: Option<String>,
    /// When it began.
    pub created_at: Time,
    /// When its refresh token was last replaced.
    pub last_used_at: Time,
    /// Until when the refresh token is good.
    pub expires_at: Time,
}

impl fmt::Debug for Session {
    /// Without the digests of its tokens.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// A session to be begun.
#[derive(Insertable)]
#[diesel(table_name = sessions)]
pub struct NewSession {
    /// Whose it is.
    pub user_id: i64,
    /// The digest of what stays the same in its refresh tokens.
    pub family: String,
    /// The digest of what is in the first one alone.
    pub secret: String,
    /// The program that signs in, as it calls itself.
    pub user_agent: Option<String>,
    /// Now.
    pub created_at: Time,
    /// Now.
    pub last_used_at: Time,
    /// Until when the refresh token is good.
    pub expires_at: Time,
}

/// Begins a session, and tells its id.
pub fn insert(conn: &mut Conn, session: NewSession) -> QueryResult<i64> {
    diesel::insert_into(sessions::table).values(session).returning(sessions::id).get_result(conn)
}

/// The account behind a session, as long as that has not ended.
pub fn account(conn: &mut Conn, session: i64, user: i64) -> QueryResult<Option<User>> {
    let theirs = sessions::table.find(session).filter(sessions::user_id.eq(user));
    theirs.inner_join(users::table).select(users::all_columns).first(conn).optional()
}

/// The session whose refresh tokens have that in common, and whose it is.
pub fn find_by_family(conn: &mut Conn, family: &str) -> QueryResult<Option<(Session, User)>> {
    let found = sessions::table.filter(sessions::family.eq(family));
    found.inner_join(users::table).first(conn).optional()
}

/// An account's sessions, the one that was used last first.
pub fn list(conn: &mut Conn, user: i64, now: Time) -> QueryResult<Vec<Session>> {
    sessions::table
        .filter(sessions::user_id.eq(user).and(sessions::expires_at.gt(now)))
        .order((sessions::last_used_at.desc(), sessions::id.desc()))
        .load(conn)
}

/// Replaces what changes in a session's refresh token.
pub fn replace_secret(
    conn: &mut Conn,
    session: i64,
    secret: &str,
    now: Time,
    expires_at: Time,
) -> QueryResult<()> {
    let used =
        (sessions::secret.eq(secret), sessions::last_used_at.eq(now), sessions::expires_at.eq(expires_at));
    diesel::update(sessions::table.find(session)).set(used).execute(conn).map(drop)
}

/// Ends a session.
pub fn end(conn: &mut Conn, session: i64) -> QueryResult<()> {
    diesel::delete(sessions::table.find(session)).execute(conn).map(drop)
}

/// Ends a session of that account's. False when it has none with that id.
pub fn end_own(conn: &mut Conn, session: i64, user: i64) -> QueryResult<bool> {
    let own = sessions::table.find(session).filter(sessions::user_id.eq(user));
    Ok(diesel::delete(own).execute(conn)? > 0)
}

/// Ends all sessions of an account, but for that one.
pub fn end_others(conn: &mut Conn, user: i64, but: Option<i64>) -> QueryResult<()> {
    let theirs = sessions::table.filter(sessions::user_id.eq(user));
    match but {
        Some(session) => diesel::delete(theirs.filter(sessions::id.ne(session))).execute(conn),
        None => diesel::delete(theirs).execute(conn),
    }
    .map(drop)
}

/// Ends what an account has not used for too long.
pub fn end_expired(conn: &mut Conn, user: i64, now: Time) -> QueryResult<()> {
    let over = sessions::table.filter(sessions::user_id.eq(user).and(sessions::expires_at.le(now)));
    diesel::delete(over).execute(conn).map(drop)
}
