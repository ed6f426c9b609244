//! Sections' paths and restricted accounts, in the database.

use diesel::prelude::*;

use crate::content::Time;
use crate::db::schema::{sections, users};
use crate::db::{Conn, Json, QueryResult};

/// An account that is restricted to sections.
#[derive(Queryable)]
pub struct Restricted {
    pub id: i64,
    pub version: i64,
    pub sections: Json,
}

/// The paths of the sections with these ids.
pub fn paths(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<String>> {
    sections::table.filter(sections::id.eq_any(ids)).select(sections::path).load(conn)
}

/// The accounts that are restricted to sections.
pub fn restricted(conn: &mut Conn) -> QueryResult<Vec<Restricted>> {
    users::table
        .filter(users::sections.is_not_null())
        .order(users::id)
        .select((users::id, users::version, users::sections.assume_not_null()))
        .load(conn)
}

/// Restricts an account to other sections, as its next version.
pub fn update(conn: &mut Conn, id: i64, ids: &Json, now: Time) -> QueryResult<()> {
    diesel::update(users::table.find(id))
        .set((users::sections.eq(ids), users::version.eq(users::version + 1), users::updated_at.eq(now)))
        .execute(conn)
        .map(drop)
}
