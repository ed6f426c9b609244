//! The SQL of the `api_keys` table.

use diesel::prelude::*;

use super::model::{ApiKey, NewApiKeyRow};
use crate::accounts::model::User;
use crate::content::Time;
use crate::db::schema::{api_keys, users};
use crate::db::{Conn, QueryResult, seek};
use crate::http::page::PageRequest;

/// The columns of [`ApiKey`]: all but the digest.
const COLUMNS: (
    api_keys::id,
    api_keys::name,
    api_keys::hint,
    api_keys::scopes,
    api_keys::created_by,
    api_keys::created_at,
    api_keys::expires_at,
    api_keys::last_used_at,
) = (
    api_keys::id,
    api_keys::name,
    api_keys::hint,
    api_keys::scopes,
    api_keys::created_by,
    api_keys::created_at,
    api_keys::expires_at,
    api_keys::last_used_at,
);

/// Inserts a key and returns it.
pub fn insert(conn: &mut Conn, key: NewApiKeyRow) -> QueryResult<ApiKey> {
    diesel::insert_into(api_keys::table).values(key).returning(COLUMNS).get_result(conn)
}

/// Returns the key with that digest, and the account that created it.
pub fn find_by_digest(conn: &mut Conn, digest: &str) -> QueryResult<Option<(ApiKey, User)>> {
    let key = api_keys::table.filter(api_keys::digest.eq(digest)).inner_join(users::table);
    key.select((COLUMNS, users::all_columns)).first(conn).optional()
}

/// Stores the time of a key's last use.
pub fn record_use(conn: &mut Conn, key: i64, now: Time) -> QueryResult<()> {
    diesel::update(api_keys::table.find(key)).set(api_keys::last_used_at.eq(now)).execute(conn).map(drop)
}

/// Returns the rows of one page of keys with the names of their creators, ordered by id.
pub fn list(conn: &mut Conn, page: &PageRequest<i64>) -> QueryResult<Vec<(ApiKey, String)>> {
    let query = api_keys::table
        .inner_join(users::table)
        .select((COLUMNS, users::name))
        .limit(page.rows())
        .into_boxed();
    seek!(query, by api_keys::id, page page).load(conn)
}

/// Returns the key with that id, and the name of its creator.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<(ApiKey, String)>> {
    let key = api_keys::table.find(id).inner_join(users::table);
    key.select((COLUMNS, users::name)).first(conn).optional()
}

/// Deletes the key with that id and returns it. `None` if no key has the id.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<Option<ApiKey>> {
    diesel::delete(api_keys::table.find(id)).returning(COLUMNS).get_result(conn).optional()
}
