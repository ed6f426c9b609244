//! Answers that are kept, in the database.

use diesel::prelude::*;

use crate::content::Time;
use crate::db::schema::idempotency_keys as keys;
use crate::db::{Conn, QueryResult};

/// An answer, as far as it is the request's own.
#[derive(Clone, Debug, Queryable)]
pub struct Answer {
    pub status: i32,
    pub location: Option<String>,
    pub etag: Option<String>,
    pub body: String,
}

/// An answer that was kept, its body sealed, and the fingerprint of the request it answered.
pub struct Kept {
    pub fingerprint: String,
    pub answer: Answer,
}

/// The answer kept under that digest.
pub fn find(conn: &mut Conn, digest: &str) -> QueryResult<Option<Kept>> {
    let kept = keys::table
        .find(digest)
        .select((keys::fingerprint, (keys::status, keys::location, keys::etag, keys::body)))
        .first::<(String, Answer)>(conn)
        .optional()?;
    Ok(kept.map(|(fingerprint, answer)| Kept { fingerprint, answer }))
}

/// Keeps an answer under that digest.
pub fn keep(conn: &mut Conn, digest: &str, kept: &Kept, now: Time) -> QueryResult<()> {
    let Kept { fingerprint, answer } = kept;
    diesel::insert_into(keys::table)
        .values((
            keys::digest.eq(digest),
            keys::fingerprint.eq(fingerprint),
            keys::status.eq(answer.status),
            keys::location.eq(&answer.location),
            keys::etag.eq(&answer.etag),
            keys::body.eq(&answer.body),
            keys::created_at.eq(now),
        ))
        .execute(conn)
        .map(drop)
}

/// Forgets the answers that were kept before that time.
pub fn forget_before(conn: &mut Conn, time: Time) -> QueryResult<()> {
    diesel::delete(keys::table.filter(keys::created_at.lt(time))).execute(conn).map(drop)
}
