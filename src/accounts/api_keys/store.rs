//! API keys in the database.

use diesel::prelude::*;

use crate::accounts::store::User;
use crate::content::Time;
use crate::content::vocabulary::Scope;
use crate::db::schema::{api_keys, users};
use crate::db::{Conn, Json, QueryResult};
use crate::http::page::PageRequest;

/// How long ago a use must have been for another one to be written down, in seconds.
const NOTED_EVERY: i64 = 60;

/// A key as it is kept.
#[derive(Clone, Debug, Queryable)]
pub struct Known {
    /// Its id.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// The beginning of its text.
    pub hint: String,
    /// What it may be used for, as JSON.
    pub scopes: Json,
    /// Who made it.
    pub created_by: i64,
    /// When.
    pub created_at: Time,
    /// Until when it is good.
    pub expires_at: Option<Time>,
    /// When it was used last, to the minute.
    pub last_used_at: Option<Time>,
}

/// All that is told of a key: everything but its digest.
const TOLD: (
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

/// A key to be made.
#[derive(Insertable)]
#[diesel(table_name = api_keys)]
pub struct NewKey {
    /// What people call it.
    pub name: String,
    /// The digest of its text.
    pub digest: String,
    /// The beginning of its text.
    pub hint: String,
    /// What it may be used for, as JSON.
    pub scopes: Json,
    /// Who makes it.
    pub created_by: i64,
    /// Now.
    pub created_at: Time,
    /// Until when it is good.
    pub expires_at: Option<Time>,
}

impl Known {
    /// What it may be used for.
    pub fn scopes(&self) -> QueryResult<Vec<Scope>> {
        self.scopes.read()
    }

    /// Whether a use at that time is to be written down.
    pub fn is_to_be_noted(&self, now: Time) -> bool {
        self.last_used_at.is_none_or(|last| last.plus_seconds(NOTED_EVERY) <= now)
    }
}

/// Makes a key.
pub fn insert(conn: &mut Conn, key: NewKey) -> QueryResult<Known> {
    diesel::insert_into(api_keys::table).values(key).returning(TOLD).get_result(conn)
}

/// The key with that digest, and the account that made it.
pub fn owner(conn: &mut Conn, digest: &str) -> QueryResult<Option<(Known, User)>> {
    let found = api_keys::table.filter(api_keys::digest.eq(digest)).inner_join(users::table);
    found.select((TOLD, users::all_columns)).first(conn).optional()
}

/// Writes down that a key is used.
pub fn note_use(conn: &mut Conn, key: i64, now: Time) -> QueryResult<()> {
    diesel::update(api_keys::table.find(key)).set(api_keys::last_used_at.eq(now)).execute(conn).map(drop)
}

/// The rows of a page of keys with the names of their makers, oldest first.
pub fn list(conn: &mut Conn, page: &PageRequest<i64>) -> QueryResult<Vec<(Known, String)>> {
    let mut query =
        api_keys::table.inner_join(users::table).select((TOLD, users::name)).limit(page.rows()).into_boxed();
    if let Some(cursor) = &page.cursor {
        let (id, backward) = (cursor.key, page.backward());
        query = if backward { query.filter(api_keys::id.lt(id)) } else { query.filter(api_keys::id.gt(id)) };
    }
    query = if page.backward() { query.order(api_keys::id.desc()) } else { query.order(api_keys::id.asc()) };
    query.load(conn)
}

/// The key with that id, and the name of its maker.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<(Known, String)>> {
    let found = api_keys::table.find(id).inner_join(users::table);
    found.select((TOLD, users::name)).first(conn).optional()
}

/// Takes a key away, and tells what it was; nothing when there is none with that id.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<Option<Known>> {
    diesel::delete(api_keys::table.find(id)).returning(TOLD).get_result(conn).optional()
}
