//! The entries of the audit log: who, what, and which resource.

use diesel::prelude::*;

use super::change::Change;
use crate::content::Time;
use crate::content::vocabulary::{ActorKind, TargetKind};
use crate::db::{Json, QueryResult};
use crate::http::Caller;

/// The person or the program that makes a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// An account, an API key, or Broadsheet itself.
    pub kind: ActorKind,
    /// The id of the account or the key. Broadsheet itself has none.
    pub id: Option<i64>,
    /// The actor's name at the time of the change.
    pub name: String,
}

/// Who makes a change, and when.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// The person or the program.
    pub actor: Actor,
    /// The id of the account: the actor's own, or that of the API key's creator. Broadsheet itself has none.
    pub account: Option<i64>,
    /// The time of the change.
    pub at: Time,
}

impl Attribution {
    /// A change by the API key of the request, or else by its account.
    pub fn caller(caller: &Caller, at: Time) -> Self {
        match &caller.key {
            Some(key) => {
                let actor = Actor { kind: ActorKind::Key, id: Some(key.id), name: key.name.clone() };
                Self { actor, account: Some(caller.id), at }
            }
            None => Self::account(caller.id, &caller.name, at),
        }
    }

    /// A change by an account.
    pub fn account(id: i64, name: &str, at: Time) -> Self {
        let actor = Actor { kind: ActorKind::User, id: Some(id), name: name.to_owned() };
        Self { actor, account: Some(id), at }
    }

    /// A change by a part of Broadsheet, such as the scheduler.
    pub fn system(part: &str, at: Time) -> Self {
        let actor = Actor { kind: ActorKind::System, id: None, name: part.to_owned() };
        Self { actor, account: None, at }
    }
}

/// The resource that was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The kind of resource.
    pub kind: TargetKind,
    /// The resource's id.
    pub id: i64,
    /// The version after the change. `None` if the resource has no versions, or is deleted.
    pub version: Option<i64>,
}

impl Target {
    /// A resource with its version after the change.
    pub fn of(kind: TargetKind, id: i64, version: i64) -> Self {
        Self { kind, id, version: Some(version) }
    }

    /// A resource that has no versions, or is deleted.
    pub fn unversioned(kind: TargetKind, id: i64) -> Self {
        Self { kind, id, version: None }
    }
}

/// An entry of the audit log.
#[derive(Debug)]
pub struct Entry {
    /// The entry's id. Later entries have larger ids.
    pub id: i64,
    /// When the change was made.
    pub at: Time,
    /// Who made the change.
    pub actor: Actor,
    /// The kind of change, such as `article.publish`.
    pub action: String,
    /// The resource that was changed.
    pub target: Target,
    /// The members that changed.
    pub changes: Vec<Change>,
}

/// The conditions of a list of entries. Each member that is set must match.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// The id of the account that made the change itself, not with an API key.
    pub user: Option<i64>,
    /// The kind of change.
    pub action: Option<String>,
    /// The kind of resource.
    pub target_kind: Option<TargetKind>,
    /// The resource's id.
    pub target_id: Option<i64>,
    /// The earliest time, inclusive.
    pub after: Option<Time>,
    /// The latest time, exclusive.
    pub before: Option<Time>,
}

/// A row of the `audit_log` table.
#[derive(Queryable)]
pub struct Row {
    id: i64,
    at: Time,
    actor_kind: ActorKind,
    actor_id: Option<i64>,
    actor_name: String,
    action: String,
    target_kind: TargetKind,
    target_id: i64,
    target_version: Option<i64>,
    changes: Json,
}

impl Row {
    /// The entry of the row. Fails if the stored changes cannot be read.
    pub fn into_entry(self) -> QueryResult<Entry> {
        Ok(Entry {
            changes: self.changes.read()?,
            id: self.id,
            at: self.at,
            actor: Actor { kind: self.actor_kind, id: self.actor_id, name: self.actor_name },
            action: self.action,
            target: Target { kind: self.target_kind, id: self.target_id, version: self.target_version },
        })
    }
}
