//! The SQL of the `users` table.

use diesel::prelude::*;

use super::model::{NewUser, User};
use crate::content::Time;
use crate::content::email;
use crate::content::vocabulary::Role;
use crate::db::schema::{sections, users};
use crate::db::{Conn, QueryResult, seek};
use crate::http::page::PageRequest;

/// Returns the account with that id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<User>> {
    users::table.find(id).first(conn).optional()
}

/// Returns the account with that e-mail address. Upper and lower case are equal.
pub fn find_by_email(conn: &mut Conn, email: &str) -> QueryResult<Option<User>> {
    users::table.filter(users::email.eq(email::canonical(email))).first(conn).optional()
}

/// Returns all accounts, ordered by id.
pub fn list_all(conn: &mut Conn) -> QueryResult<Vec<User>> {
    users::table.order(users::id).load(conn)
}

/// Returns the rows of one page of accounts, ordered by id.
pub fn list(conn: &mut Conn, page: &PageRequest<i64>) -> QueryResult<Vec<User>> {
    let query = users::table.limit(page.rows()).into_boxed();
    seek!(query, by users::id, page page).load(conn)
}

/// Inserts an account and returns it. Fails with a unique violation if the e-mail address has an account.
pub fn insert(conn: &mut Conn, user: NewUser) -> QueryResult<User> {
    diesel::insert_into(users::table).values(user).get_result(conn)
}

/// Updates an account's name, role, password hash, state and sections, adds one to its version, and returns it.
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

/// Stores a stronger hash of the same password. The version does not change.
pub fn update_password_hash(conn: &mut Conn, id: i64, hash: &str) -> QueryResult<()> {
    diesel::update(users::table.find(id)).set(users::password_hash.eq(hash)).execute(conn).map(drop)
}

/// Deletes an account. Fails with a foreign key violation if other rows refer to it.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<()> {
    diesel::delete(users::table.find(id)).execute(conn).map(drop)
}

/// Returns the ids in `ids` that belong to a section.
pub fn existing_sections(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<i64>> {
    sections::table.filter(sections::id.eq_any(ids)).select(sections::id).load(conn)
}

/// Counts the admins that can sign in, without the account `id`.
pub fn count_other_admins(conn: &mut Conn, id: i64) -> QueryResult<i64> {
    let admins = users::table.filter(users::role.eq(Role::Admin).and(users::disabled_at.is_null()));
    admins.filter(users::id.ne(id)).count().get_result(conn)
}
