//! The SQL of redirects.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::model::{CheckedRedirect, Redirect};
use crate::content::Time;
use crate::db::schema::redirects;
use crate::db::{Conn, QueryResult, Statement, each, seek};
use crate::http::page::PageRequest;

/// All columns of the table, in the order of [`Redirect`].
const COLUMNS: &str = "id, from_path, to_address, version, created_at, updated_at";

/// The SQL types of [`COLUMNS`].
type RedirectColumns = (BigInt, Text, Text, BigInt, BigInt, BigInt);

/// The rows of a page of redirects, ordered by the path they start from.
pub fn list(conn: &mut Conn, page: &PageRequest<String>) -> QueryResult<Vec<Redirect>> {
    let query = redirects::table.limit(page.rows()).into_boxed();
    seek!(query, by redirects::from_path, page page).load(conn)
}

/// The redirect with this id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Redirect>> {
    redirects::table.find(id).first(conn).optional()
}

/// The targets of the redirects that start from these paths, by their starts. Ignores the redirect with the id `except`.
pub fn targets(
    conn: &mut Conn,
    from: &[String],
    except: Option<i64>,
) -> QueryResult<HashMap<String, String>> {
    let targets = Statement::<(Text, Text)>::new(format!(
        "SELECT from_path, to_address FROM redirects WHERE from_path IN (SELECT value FROM {}) AND id <> ?",
        each(conn)
    ));
    let targets: Vec<(String, String)> = targets.texts(from).number(except.unwrap_or_default()).load(conn)?;
    Ok(targets.into_iter().collect())
}

/// The redirects that start from these paths, by their starts.
pub fn starting_from(conn: &mut Conn, from: &[String]) -> QueryResult<HashMap<String, Redirect>> {
    let redirects = Statement::<RedirectColumns>::new(format!(
        "SELECT {COLUMNS} FROM redirects WHERE from_path IN (SELECT value FROM {})",
        each(conn)
    ));
    let redirects: Vec<Redirect> = redirects.texts(from).load(conn)?;
    Ok(redirects.into_iter().map(|redirect| (redirect.from.clone(), redirect)).collect())
}

/// Inserts the redirects as version 1, or writes the next version of those whose start has a redirect already. They are
/// written in one statement, so there are at most a thousand.
pub fn set(conn: &mut Conn, redirects: &[&CheckedRedirect], now: Time) -> QueryResult<Vec<Redirect>> {
    let rows = vec!["(?, ?, 1, ?, ?)"; redirects.len()].join(", ");
    let statement = Statement::<RedirectColumns>::new(format!(
        "INSERT INTO redirects (from_path, to_address, version, created_at, updated_at) VALUES {rows} \
         ON CONFLICT (from_path) DO UPDATE SET to_address = excluded.to_address, \
         version = redirects.version + 1, updated_at = excluded.updated_at RETURNING {COLUMNS}"
    ));
    let bind = |statement: Statement<RedirectColumns>, redirect: &&CheckedRedirect| {
        let statement = statement.text(&redirect.from).text(&redirect.to);
        statement.number(now.micros()).number(now.micros())
    };
    redirects.iter().fold(statement.uncached(), bind).load(conn)
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
