//! Accounts in the database.

use std::fmt;

use diesel::prelude::*;

use crate::content::Time;
use crate::content::vocabulary::Role;
use crate::db::schema::{sections, users};
use crate::db::{Conn, Json, QueryResult};
use crate::http::page::PageRequest;

/// An account as it is kept.
#[derive(Clone, Queryable)]
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
    /// Its version, one more with each change.
    pub version: i64,
    /// The ids of the sections that it is restricted to; not any when it works for the whole newsroom.
    pub sections: Option<Json>,
}

impl fmt::Debug for User {
    /// Without the hash of its password, so that no log ever has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User").field("id", &self.id).field("role", &self.role).finish_non_exhaustive()
    }
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
    /// The ids of the sections that it is restricted to.
    pub sections: Option<Json>,
}

impl NewUser {
    /// An account for the whole newsroom that is made `now`.
    pub fn new(email: &str, name: String, role: Role, password_hash: String, now: Time) -> Self {
        let email = canonical_email(email);
        Self { email, name, role, password_hash, created_at: now, updated_at: now, sections: None }
    }
}

impl User {
    /// The ids of the sections that it is restricted to, if it is. What cannot be read opens none.
    pub fn section_ids(&self) -> Option<Vec<i64>> {
        self.sections.as_ref().map(|ids| ids.read().unwrap_or_default())
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

/// Writes an account's name, role, password, state and sections anew, as its next version.
pub fn update(conn: &mut Conn, user: &User, now: Time) -> QueryResult<User> {
    diesel::update(users::table.find(user.id))
        .set((
            users::name.eq(&user.name),
            users::role.eq(user.role),
            users::password_hash.eq(&user.password_hash),
            users::disabled_at.eq(user.disabled_at),
            users::sections.eq(&user.sections),
            users::updated_at.eq(now),
            users::version.eq(user.version + 1),
        ))
        .get_result(conn)
}

/// Replaces the hash of an account's password by another one of the same password.
pub fn rehash(conn: &mut Conn, id: i64, hash: &str) -> QueryResult<()> {
    diesel::update(users::table.find(id)).set(users::password_hash.eq(hash)).execute(conn).map(drop)
}

/// Deletes an account; a broken reference when something of it is left.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<()> {
    diesel::delete(users::table.find(id)).execute(conn).map(drop)
}

/// Those of the ids that sections have.
pub fn known_sections(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<i64>> {
    sections::table.filter(sections::id.eq_any(ids)).select(sections::id).load(conn)
}

/// How many admins there are that may sign in, besides that account.
pub fn other_admins(conn: &mut Conn, id: i64) -> QueryResult<i64> {
    let admins = users::table.filter(users::role.eq(Role::Admin).and(users::disabled_at.is_null()));
    admins.filter(users::id.ne(id)).count().get_result(conn)
}

/// The rows of a page of accounts, oldest first.
pub fn page(conn: &mut Conn, page: &PageRequest<i64>) -> QueryResult<Vec<User>> {
    let mut query = users::table.limit(page.rows()).into_boxed();
    if let Some(cursor) = &page.cursor {
        let (id, backward) = (cursor.key, page.backward());
        query = if backward { query.filter(users::id.lt(id)) } else { query.filter(users::id.gt(id)) };
    }
    query = if page.backward() { query.order(users::id.desc()) } else { query.order(users::id.asc()) };
    query.load(conn)
}
