//! The secret of the day, and what is made with it.

use diesel::prelude::*;

use crate::db::schema::{comment_marks, comments, reader_secrets as secrets};
use crate::db::{Conn, QueryResult};

/// The secret of the day that begins with that second.
pub fn secret(conn: &mut Conn, day: i64) -> QueryResult<Option<String>> {
    secrets::table.find(day).select(secrets::secret).first(conn).optional()
}

/// Begins a day with a new secret, and forgets what was made with older ones.
pub fn begin_day(conn: &mut Conn, day: i64, secret: &str) -> QueryResult<()> {
    diesel::delete(secrets::table).execute(conn)?;
    diesel::delete(comment_marks::table).execute(conn)?;
    diesel::update(comments::table.filter(comments::reader.is_not_null()))
        .set(comments::reader.eq(None::<String>))
        .execute(conn)?;
    diesel::insert_into(secrets::table)
        .values((secrets::day.eq(day), secrets::secret.eq(secret)))
        .execute(conn)
        .map(drop)
}
