//! The rows of the `api_keys` table, and the checked input for a new key.

use diesel::prelude::*;

use crate::content::Time;
use crate::content::vocabulary::Scope;
use crate::db::schema::api_keys;
use crate::db::{Json, QueryResult};

/// The shortest time between two updates of `last_used_at`, in seconds.
const USE_RECORDING_INTERVAL: i64 = 60;

/// A stored key, without its digest.
#[derive(Clone, Debug, Queryable)]
pub struct ApiKey {
    /// The key's id.
    pub id: i64,
    /// The name that its creator chose.
    pub name: String,
    /// The first characters of its text.
    pub hint: String,
    /// Its scopes, as a JSON array.
    pub scopes: Json,
    /// The id of the account that created it.
    pub created_by: i64,
    /// When it was created.
    pub created_at: Time,
    /// When it expires. `None` means never.
    pub expires_at: Option<Time>,
    /// When it was last used, to the minute. `None` means never.
    pub last_used_at: Option<Time>,
}

/// A key to insert.
#[derive(Insertable)]
#[diesel(table_name = api_keys)]
pub struct NewApiKeyRow {
    /// The name that its creator chose.
    pub name: String,
    /// The digest of its text.
    pub digest: String,
    /// The first characters of its text.
    pub hint: String,
    /// Its scopes, as a JSON array.
    pub scopes: Json,
    /// The id of the account that creates it.
    pub created_by: i64,
    /// The time of the insert.
    pub created_at: Time,
    /// When it expires. `None` means never.
    pub expires_at: Option<Time>,
}

/// The checked input for a new key.
pub struct ValidApiKey {
    /// The name: one line of 1 to 100 characters.
    pub name: String,
    /// The scopes: at least one, sorted, without repetitions.
    pub scopes: Vec<Scope>,
    /// When it expires, in the future. `None` means never.
    pub expires_at: Option<Time>,
}

impl ApiKey {
    /// The scopes. Fails if the stored JSON cannot be read.
    pub fn scopes(&self) -> QueryResult<Vec<Scope>> {
        self.scopes.read()
    }

    /// Whether a use at `now` should be stored as `last_used_at`.
    pub fn should_record_use(&self, now: Time) -> bool {
        self.last_used_at.is_none_or(|last| last.plus_seconds(USE_RECORDING_INTERVAL) <= now)
    }
}
