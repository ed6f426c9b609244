//! The rows of the `sessions` table.

use std::fmt;

use diesel::prelude::*;

use crate::content::Time;
use crate::db::schema::sessions;

/// A stored session. `Debug` shows only the ids, so that no log contains the digests of its tokens.
#[derive(Clone, Queryable)]
pub struct Session {
    /// The session's id. Ids are never used again.
    pub id: i64,
    /// The id of the session's account.
    pub user_id: i64,
    /// The digest of the part that all refresh tokens of the session share.
    pub family: String,
    /// The digest of the part that only the current refresh token has.
    pub secret: String,
    /// The `User-Agent` header of the sign-in.
    pub user_agent: Option<String>,
    /// When the session began.
    pub created_at: Time,
    /// When the refresh token was last replaced.
    pub last_used_at: Time,
    /// When the refresh token expires.
    pub expires_at: Time,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// A session to insert.
#[derive(Insertable)]
#[diesel(table_name = sessions)]
pub struct NewSession {
    /// The id of the session's account.
    pub user_id: i64,
    /// The digest of the part that all refresh tokens of the session share.
    pub family: String,
    /// The digest of the part that only the first refresh token has.
    pub secret: String,
    /// The `User-Agent` header of the sign-in.
    pub user_agent: Option<String>,
    /// The time of the sign-in.
    pub created_at: Time,
    /// The time of the sign-in.
    pub last_used_at: Time,
    /// When the refresh token expires.
    pub expires_at: Time,
}
