//! Creating and revoking API keys, with the entries in the audit log.

use serde::Serialize;

use super::model::{ApiKey, NewApiKeyRow, ValidApiKey};
use super::secret::ApiKeySecret;
use super::store;
use crate::audit::{self, Attribution, Target};
use crate::content::Time;
use crate::content::vocabulary::{Scope, TargetKind};
use crate::db::{Conn, Json, QueryResult};

/// The members of a key that the audit log records.
#[derive(Serialize)]
struct AuditedApiKey<'a> {
    name: &'a str,
    scopes: Vec<Scope>,
    expires_at: Option<Time>,
}

/// Stores a key of the account `created_by` and returns it.
pub fn create(
    conn: &mut Conn,
    key: ValidApiKey,
    secret: &ApiKeySecret,
    created_by: i64,
    by: &Attribution,
) -> QueryResult<ApiKey> {
    let row = NewApiKeyRow {
        name: key.name,
        digest: secret.digest.clone(),
        hint: secret.hint(),
        scopes: Json::of(&key.scopes)?,
        created_by,
        created_at: by.at,
        expires_at: key.expires_at,
    };
    let created = store::insert(conn, row)?;
    let target = Target::unversioned(TargetKind::ApiKey, created.id);
    let changes = audit::changes(&(), &AuditedApiKey::of(&created)?);
    audit::record(conn, by, "api_key.create", target, &changes)?;
    Ok(created)
}

/// Deletes the key with that id. Returns false if no key has the id.
pub fn revoke(conn: &mut Conn, id: i64, by: &Attribution) -> QueryResult<bool> {
    let Some(key) = store::delete(conn, id)? else { return Ok(false) };
    let target = Target::unversioned(TargetKind::ApiKey, id);
    let changes = audit::changes(&AuditedApiKey::of(&key)?, &());
    audit::record(conn, by, "api_key.revoke", target, &changes)?;
    Ok(true)
}

impl<'a> AuditedApiKey<'a> {
    fn of(key: &'a ApiKey) -> QueryResult<Self> {
        Ok(Self { name: &key.name, scopes: key.scopes()?, expires_at: key.expires_at })
    }
}
