//! What the audit log takes and answers.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::audit::{AuditFilter, Change, Entry};
use crate::content::Time;
use crate::content::vocabulary::{ActorKind, TargetKind};
use crate::http::page::{Limit, PageInfo, excluded_from_filter};

/// Which entries to list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Only what this account did.
    pub actor: Option<i64>,
    /// Only what was done in this way.
    #[param(example = "article.publish")]
    pub action: Option<String>,
    /// Only what was done to things of this kind.
    pub target_kind: Option<TargetKind>,
    /// Only what was done to things with this id.
    pub target_id: Option<i64>,
    /// Only what was done at this time or later.
    pub after: Option<Time>,
    /// Only what was done before this time.
    pub before: Option<Time>,
    /// How many a page holds.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    pub cursor: Option<String>,
}

/// Somebody or something that changed things.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditActor {
    /// The account's id; null for the system.
    #[schema(required)]
    pub id: Option<i64>,
    /// The name it had then.
    pub name: String,
    /// What kind of actor it is.
    pub kind: ActorKind,
}

/// Something that was changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditTarget {
    /// What kind of thing it is.
    pub kind: TargetKind,
    /// Its id.
    pub id: i64,
    /// The version it had afterwards; null when it has none.
    #[schema(required)]
    pub version: Option<i64>,
}

/// An entry of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEntry {
    /// Its number; later entries have larger ones.
    pub id: i64,
    /// When it was done.
    pub at: Time,
    /// Who did it.
    pub actor: AuditActor,
    /// What was done.
    #[schema(example = "article.publish")]
    pub action: String,
    /// To what.
    pub target: AuditTarget,
    /// The members that changed. Of an article's body only is told that it changed; the revisions have the rest.
    pub changes: Vec<Change>,
}

/// A page of the audit log, newest first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct AuditPage {
    /// The entries.
    data: Vec<AuditEntry>,
    /// Where the page lies.
    page: PageInfo,
}

impl From<&AuditQuery> for AuditFilter {
    fn from(query: &AuditQuery) -> Self {
        Self {
            user: query.actor,
            action: query.action.clone(),
            target_kind: query.target_kind,
            target_id: query.target_id,
            after: query.after,
            before: query.before,
        }
    }
}

impl From<Entry> for AuditEntry {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.id,
            at: entry.at,
            actor: AuditActor { id: entry.actor.id, name: entry.actor.name, kind: entry.actor.kind },
            action: entry.action,
            target: AuditTarget {
                kind: entry.target.kind,
                id: entry.target.id,
                version: entry.target.version,
            },
            changes: entry.changes,
        }
    }
}
