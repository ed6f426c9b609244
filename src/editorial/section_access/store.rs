//! The SQL of section access: paths of sections, and accounts that are restricted to sections.

use diesel::prelude::*;

use crate::content::Time;
use crate::db::schema::{sections, users};
use crate::db::{Conn, Json, QueryResult};

/// An account that is restricted to sections.
#[derive(Queryable)]
pub struct RestrictedUser {
    pub id: i64,
    pub version: i64,
    /// A list of section ids.
    pub sections: Json,
}

/// The paths of the sections with these ids. Skips ids that do not exist.
pub fn paths(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<String>> {
    sections::table.filter(sections::id.eq_any(ids)).select(sections::path).load(conn)
}

/// The accounts that are restricted to sections, ordered by id.
pub fn restricted_users(conn: &mut Conn) -> QueryResult<Vec<RestrictedUser>> {
    users::table
        .filter(users::sections.is_not_null())
        .order(users::id)
        .select((users::id, users::version, users::sections.assume_not_null()))
        .load(conn)
}

/// Sets the sections that an account is restricted to, and raises its version by one.
pub fn set_sections(conn: &mut Conn, id: i64, ids: &Json, now: Time) -> QueryResult<()> {
    diesel::update(users::table.find(id))
        .set((users::sections.eq(ids), users::version.eq(users::version + 1), users::updated_at.eq(now)))
        .execute(conn)
        .map(drop)
}
