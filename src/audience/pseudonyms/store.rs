//! The daily secret and the pseudonyms in the database.

use diesel::prelude::*;

use crate::db::schema::{comment_reactions as reactions, comments, pseudonym_secrets as secrets};
use crate::db::{Conn, QueryResult};

/// The newest secret, with the start of its day in seconds since 1970-01-01 UTC.
pub fn newest_secret(conn: &mut Conn) -> QueryResult<Option<(i64, String)>> {
    secrets::table.order(secrets::day.desc()).first(conn).optional()
}

/// Deletes the secret, all reactions, and the pseudonyms of all comments.
pub fn delete_all(conn: &mut Conn) -> QueryResult<()> {
    diesel::delete(secrets::table).execute(conn)?;
    diesel::delete(reactions::table).execute(conn)?;
    diesel::update(comments::table.filter(comments::reader.is_not_null()))
        .set(comments::reader.eq(None::<String>))
        .execute(conn)
        .map(drop)
}

/// Stores the secret of a new day. `day` is the start of the day in seconds.
pub fn insert_secret(conn: &mut Conn, day: i64, secret: &str) -> QueryResult<()> {
    diesel::insert_into(secrets::table)
        .values((secrets::day.eq(day), secrets::secret.eq(secret)))
        .execute(conn)
        .map(drop)
}
