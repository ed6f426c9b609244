//! The stored responses in the database.

use diesel::prelude::*;

use crate::content::Time;
use crate::db::schema::idempotency_keys as keys;
use crate::db::{Conn, QueryResult};

/// The parts of a response that are stored and replayed. The body is encrypted in the database.
#[derive(Clone, Debug, Queryable)]
pub struct StoredResponse {
    pub status: i32,
    pub location: Option<String>,
    pub etag: Option<String>,
    pub body: String,
}

/// The fingerprint of a request, and its response with the encrypted body.
pub struct StoredRequest {
    pub fingerprint: String,
    pub response: StoredResponse,
}

/// Reads the request with this digest of its key.
pub fn find(conn: &mut Conn, digest: &str) -> QueryResult<Option<StoredRequest>> {
    let row = keys::table
        .find(digest)
        .select((keys::fingerprint, (keys::status, keys::location, keys::etag, keys::body)))
        .first::<(String, StoredResponse)>(conn)
        .optional()?;
    Ok(row.map(|(fingerprint, response)| StoredRequest { fingerprint, response }))
}

/// Stores a request under the digest of its key. Fails when the digest is there already.
pub fn insert(conn: &mut Conn, digest: &str, request: &StoredRequest, now: Time) -> QueryResult<()> {
    let StoredRequest { fingerprint, response } = request;
    diesel::insert_into(keys::table)
        .values((
            keys::digest.eq(digest),
            keys::fingerprint.eq(fingerprint),
            keys::status.eq(response.status),
            keys::location.eq(&response.location),
            keys::etag.eq(&response.etag),
            keys::body.eq(&response.body),
            keys::created_at.eq(now),
        ))
        .execute(conn)
        .map(drop)
}

/// Deletes the requests that were stored before this time.
pub fn delete_before(conn: &mut Conn, time: Time) -> QueryResult<()> {
    diesel::delete(keys::table.filter(keys::created_at.lt(time))).execute(conn).map(drop)
}
