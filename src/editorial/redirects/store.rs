//! Redirects in the database.

use diesel::prelude::*;

use super::model::CheckedRedirect;
use crate::content::Time;
use crate::db::schema::redirects;
use crate::db::{Conn, QueryResult};
use crate::http::page::PageRequest;

/// A redirect as it is kept.
#[derive(Clone, Debug, Queryable)]
pub struct Redirect {
    pub id: i64,
    pub from: String,
    pub to: String,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
}

/// The rows of a page of redirects, by the path they lead away from.
pub fn list(conn: &mut Conn, page: &PageRequest<String>) -> QueryResult<Vec<Redirect>> {
    let mut query = redirects::table.limit(page.rows()).into_boxed();
    query = match (&page.cursor, page.backward()) {
        (Some(cursor), true) => {
            query.filter(redirects::from_path.lt(&cursor.key)).order(redirects::from_path.desc())
        }
        (Some(cursor), false) => {
            query.filter(redirects::from_path.gt(&cursor.key)).order(redirects::from_path.asc())
        }
        (None, _) => query.order(redirects::from_path.asc()),
    };
    query.load(conn)
}

/// The redirect with that id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Redirect>> {
    redirects::table.find(id).first(conn).optional()
}

/// Where a redirect other than that one leads from a path.
pub fn leads_to(conn: &mut Conn, from: &str, other_than: Option<i64>) -> QueryResult<Option<String>> {
    let mut query = redirects::table.filter(redirects::from_path.eq(from)).into_boxed();
    if let Some(id) = other_than {
        query = query.filter(redirects::id.ne(id));
    }
    query.select(redirects::to_address).first(conn).optional()
}

/// Makes a redirect.
pub fn insert(conn: &mut Conn, redirect: &CheckedRedirect, now: Time) -> QueryResult<Redirect> {
    diesel::insert_into(redirects::table)
        .values((
            redirects::from_path.eq(&redirect.from),
            redirects::to_address.eq(&redirect.to),
            redirects::version.eq(1),
            redirects::created_at.eq(now),
            redirects::updated_at.eq(now),
        ))
        .get_result(conn)
}

/// Writes a redirect anew.
pub fn update(
    conn: &mut Conn,
    before: &Redirect,
    redirect: &CheckedRedirect,
    now: Time,
) -> QueryResult<Redirect> {
    diesel::update(redirects::table.find(before.id))
        .set((
            redirects::from_path.eq(&redirect.from),
            redirects::to_address.eq(&redirect.to),
            redirects::version.eq(before.version + 1),
            redirects::updated_at.eq(now),
        ))
        .get_result(conn)
}

/// Deletes a redirect.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<()> {
    diesel::delete(redirects::table.find(id)).execute(conn).map(drop)
}
