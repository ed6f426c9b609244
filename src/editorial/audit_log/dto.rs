//! Query and response bodies of the audit log.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::audit::{Actor, AuditFilter, Change, Entry};
use crate::content::Time;
use crate::content::vocabulary::{ActorKind, TargetKind};
use crate::http::page::{Limit, PageInfo, excluded_from_filter};

/// Query parameters of the audit log.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Only changes by the account with this id.
    pub actor: Option<i64>,
    /// Only changes with this action.
    #[param(example = "article.publish")]
    pub action: Option<String>,
    /// Only changes of resources of this kind.
    pub target_kind: Option<TargetKind>,
    /// Only changes of resources with this id. Ids are unique within a kind.
    pub target_id: Option<i64>,
    /// Only changes made at this time or later.
    pub after: Option<Time>,
    /// Only changes made before this time.
    pub before: Option<Time>,
    /// The maximum number of entries on a page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The `next_cursor` or `prev_cursor` of another page of this list.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    pub cursor: Option<String>,
}

/// The account, the API key, or the system, that made a change.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditActor {
    /// The id of the account or of the API key; null for the system, and where the caller may not know it.
    #[schema(required)]
    pub id: Option<i64>,
    /// The name of the account or of the API key at that time.
    pub name: String,
    /// The kind of actor.
    pub kind: ActorKind,
}

/// The resource that was changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditTarget {
    /// The kind of resource.
    pub kind: TargetKind,
    /// The id of the resource.
    pub id: i64,
    /// The version after the change; null when the resource has no version, for example after it was deleted.
    #[schema(required)]
    pub version: Option<i64>,
}

/// An entry of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEntry {
    /// The number of the entry. Later entries have larger numbers.
    pub id: i64,
    /// The time of the change.
    pub at: Time,
    /// Who made the change.
    pub actor: AuditActor,
    /// The kind of change, such as `article.publish` or `tag.update`.
    #[schema(example = "article.publish")]
    pub action: String,
    /// The resource that was changed.
    pub target: AuditTarget,
    /// The members that changed, with their values before and after. For the body of an article the values are left out; read
    /// them from the revisions.
    pub changes: Vec<Change>,
}

/// A page of the audit log, newest first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct AuditPage {
    /// The entries, newest first.
    data: Vec<AuditEntry>,
    /// The page's limit, and the cursors of the next and previous pages.
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

impl From<Actor> for AuditActor {
    fn from(actor: Actor) -> Self {
        Self { id: actor.id, name: actor.name, kind: actor.kind }
    }
}

impl From<Entry> for AuditEntry {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.id,
            at: entry.at,
            actor: entry.actor.into(),
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
