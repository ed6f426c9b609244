//! The record of who did what to content and people.
//!
//! Whatever is changed is entered in the same transaction as the change, so that the one is never
//! there without the other. Entries are added and read; nothing rewrites or removes them, and the
//! database refuses to.

mod change;
mod context;
pub mod precondition;
mod store;

pub use self::change::{Change, changes};
pub use self::context::{EditContext, Editor};
pub use self::store::{
    AuditFilter, Entry, Key, changes_of_last, last_version, list, members_changed_after, record,
};
use crate::content::Time;
use crate::content::vocabulary::{ActorKind, TargetKind};
use crate::http::Caller;

/// Somebody or something that changes things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// What kind of actor it is.
    pub kind: ActorKind,
    /// The account's or key's id; the system has none.
    pub id: Option<i64>,
    /// The name it had when it acted.
    pub name: String,
}

/// Who acts, and when.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// Who.
    pub actor: Actor,
    /// The account on whose behalf, if there is one.
    pub account: Option<i64>,
    /// When.
    pub at: Time,
}

impl Attribution {
    /// The caller, at that time.
    pub fn caller(caller: &Caller, at: Time) -> Self {
        match &caller.key {
            Some(key) => {
                let actor = Actor { kind: ActorKind::Key, id: Some(key.id), name: key.name.clone() };
                Self { actor, account: Some(caller.id), at }
            }
            None => Self::account(caller.id, &caller.name, at),
        }
    }

    /// The account, at that time.
    pub fn account(id: i64, name: &str, at: Time) -> Self {
        let actor = Actor { kind: ActorKind::User, id: Some(id), name: name.to_owned() };
        Self { actor, account: Some(id), at }
    }

    /// A part of Broadsheet itself, at that time.
    pub fn system(part: &str, at: Time) -> Self {
        let actor = Actor { kind: ActorKind::System, id: None, name: part.to_owned() };
        Self { actor, account: None, at }
    }
}

/// A thing that was changed, as it is afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// What kind of thing it is.
    pub kind: TargetKind,
    /// Its id.
    pub id: i64,
    /// The version it has after the change, if it has versions.
    pub version: Option<i64>,
}

impl Target {
    /// A thing with that id, in that version.
    pub fn of(kind: TargetKind, id: i64, version: i64) -> Self {
        Self { kind, id, version: Some(version) }
    }

    /// A thing with that id and no versions, or none any more.
    pub fn unversioned(kind: TargetKind, id: i64) -> Self {
        Self { kind, id, version: None }
    }
}
