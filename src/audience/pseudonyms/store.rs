//! The secret of the day, and what is made with it.

use diesel::prelude::*;

use crate::db::schema::{comment_marks, comments, reader_secrets as secrets};
use crate::db::{Conn, QueryResult};

/// The newest secret, and the second in which its day began.
pub fn newest(conn: &mut Conn) -> QueryResult<Option<(i64, String)>> {
    secrets::table.order(secrets::day.desc()).first(conn).optional()
}

/// Forgets the secret and all that was made with it.
pub fn forget(conn: &mut Conn) -> QueryResult<()> {
    diesel::delete(secrets::table).execute(conn)?;
    diesel::delete(comment_marks::table).execute(conn)?;
    diesel::update(comments::table.filter(comments::reader.is_not_null()))
        .set(comments::reader.eq(None::<String>))
        .execute(conn)
        .map(drop)
}

/// Begins a day with a new secret.
pub fn begin(conn: &mut Conn, day: i64, secret: &str) -> QueryResult<()> {
    diesel::insert_into(secrets::table)
        .values((secrets::day.eq(day), secrets::secret.eq(secret)))
        .execute(conn)
        .map(drop)
}
