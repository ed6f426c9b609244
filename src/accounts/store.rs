//! Accounts in the database.

use diesel::prelude::*;

use crate::content::Time;
use crate::content::vocabulary::Role;
use crate::db::schema::users;
use crate::db::{Conn, QueryResult};

/// An account as it is kept.
#[derive(Clone, Debug, Queryable)]
pub struct User {
    /// Its id.
    pub id: i64,
    /// The address it signs in with, in lower case.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The PHC string of its password.
    pub password_hash: String,
    /// Since when it may not sign in.
    pub disabled_at: Option<Time>,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}

/// An account to be made.
#[derive(Insertable)]
#[diesel(table_name = users)]
pub struct NewUser {
    /// The address it will sign in with; see [`canonical_email`].
    pub email: String,
    /// The person's name.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The PHC string of its password.
    pub password_hash: String,
    /// Now.
    pub created_at: Time,
    /// Now.
    pub updated_at: Time,
}

impl NewUser {
    /// An account that is made `now`.
    pub fn new(email: &str, name: String, role: Role, password_hash: String, now: Time) -> Self {
        Self { email: canonical_email(email), name, role, password_hash, created_at: now, updated_at: now }
    }
}

/// The form of an e-mail address by which an account is known: trimmed and in lower case.
pub fn canonical_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// The account with that id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<User>> {
    users::table.find(id).first(conn).optional()
}

/// The account with that e-mail address.
pub fn find_by_email(conn: &mut Conn, email: &str) -> QueryResult<Option<User>> {
    users::table.filter(users::email.eq(canonical_email(email))).first(conn).optional()
}

/// All accounts, oldest first.
pub fn list(conn: &mut Conn) -> QueryResult<Vec<User>> {
    users::table.order(users::id).load(conn)
}

/// Makes an account; a unique violation when the address has one.
pub fn insert(conn: &mut Conn, user: NewUser) -> QueryResult<User> {
    diesel::insert_into(users::table).values(user).get_result(conn)
}

/// Lets an account sign in no more, or again. `None` when there is none with that address.
pub fn set_disabled(conn: &mut Conn, email: &str, disabled: bool, now: Time) -> QueryResult<Option<User>> {
    let account = users::table.filter(users::email.eq(canonical_email(email)));
    let since = disabled.then_some(now);
    diesel::update(account)
        .set((users::disabled_at.eq(since), users::updated_at.eq(now)))
        .get_result(conn)
        .optional()
}

/// Replaces an account's password. `None` when there is none with that address.
pub fn set_password(conn: &mut Conn, email: &str, hash: &str, now: Time) -> QueryResult<Option<User>> {
    let account = users::table.filter(users::email.eq(canonical_email(email)));
    diesel::update(account)
        .set((users::password_hash.eq(hash), users::updated_at.eq(now)))
        .get_result(conn)
        .optional()
}
