//! The SQL of redirects.

use diesel::prelude::*;

use super::model::{CheckedRedirect, Redirect};
use crate::content::Time;
use crate::db::schema::redirects;
use crate::db::{Conn, QueryResult, seek};
use crate::http::page::PageRequest;

/// The rows of a page of redirects, ordered by the path they start from.
pub fn list(conn: &mut Conn, page: &PageRequest<String>) -> QueryResult<Vec<Redirect>> {
    let query = redirects::table.limit(page.rows()).into_boxed();
    seek!(query, by redirects::from_path, page page).load(conn)
}

/// The redirect with this id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Redirect>> {
    redirects::table.find(id).first(conn).optional()
}

/// The target of the redirect that starts from this path. Ignores the redirect with the id `except`.
pub fn target_of(conn: &mut Conn, from: &str, except: Option<i64>) -> QueryResult<Option<String>> {
    let mut query = redirects::table.filter(redirects::from_path.eq(from)).into_boxed();
    if let Some(id) = except {
        query = query.filter(redirects::id.ne(id));
    }
    query.select(redirects::to_address).first(conn).optional()
}

/// Inserts a redirect as version 1. Fails with a unique violation when another redirect starts from the path.
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

/// Writes the next version of a redirect. Fails with a unique violation when another redirect starts from the path.
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
