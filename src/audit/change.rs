//! The members in which two states of a resource differ.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::content::vocabulary::TargetKind;

/// A changed member, with its values before and after the change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Change {
    /// The member's name.
    #[schema(example = "headline")]
    pub member: String,
    /// The value before the change. `null` if the member had none.
    #[schema(required)]
    pub before: Value,
    /// The value after the change. `null` if the member has none.
    #[schema(required)]
    pub after: Value,
}

impl Change {
    /// A change of one member.
    pub fn new(member: &str, before: impl Into<Value>, after: impl Into<Value>) -> Self {
        Self { member: member.to_owned(), before: before.into(), after: after.into() }
    }

    /// The members of the resource in the API that this change alters. The audit log also records the parameters of transitions,
    /// the sources of merges and the published revisions.
    pub fn api_members(&self, kind: TargetKind) -> Vec<&str> {
        match (kind, self.member.as_str()) {
            (TargetKind::Article, "live_revision") => vec!["has_unpublished_changes", "live_version"],
            (
                TargetKind::Article,
                "copied_from" | "corrections" | "override_embargo" | "reason" | "silent",
            ) => Vec::new(),
            (TargetKind::Comment, "note") => Vec::new(),
            (TargetKind::Section | TargetKind::Author | TargetKind::Tag, "merged_from") => Vec::new(),
            (_, member) => vec![member],
        }
    }
}

/// Compares two states of a resource, serialised as JSON objects. Returns the members that differ, ordered by name.
///
/// Pass `()` as `before` for a new resource, and as `after` for a deleted one.
pub fn changes(before: &impl Serialize, after: &impl Serialize) -> Vec<Change> {
    let (mut before, mut after) = (members(before), members(after));
    let mut names: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    names.sort_unstable();
    names.dedup();
    let changes = names.into_iter().filter_map(|member| {
        let before = before.remove(&member).unwrap_or_default();
        let after = after.remove(&member).unwrap_or_default();
        (before != after).then_some(Change { member, before, after })
    });
    changes.collect()
}

fn members(state: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(state) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_members_that_differ_are_returned() {
        let (before, after) =
            (json!({"name": "Ferries", "slug": "ferries"}), json!({"name": "Boats", "slug": "ferries"}));
        assert_eq!(changes(&before, &after), [Change::new("name", "Ferries", "Boats")]);
        assert_eq!(changes(&before, &before), []);
    }

    #[test]
    fn a_new_or_deleted_resource_returns_all_members_that_are_not_null() {
        let tag = json!({"name": "Ferries", "type": null});
        assert_eq!(changes(&(), &tag), [Change::new("name", Value::Null, "Ferries")]);
        assert_eq!(changes(&tag, &()), [Change::new("name", "Ferries", Value::Null)]);
    }
}
