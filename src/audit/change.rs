//! What changed, member by member.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A member that was changed, and its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Change {
    /// The member's name.
    #[schema(example = "headline")]
    pub member: String,
    /// What it was; null when there was nothing.
    #[schema(required)]
    pub before: Value,
    /// What it became; null when nothing is left.
    #[schema(required)]
    pub after: Value,
}

impl Change {
    /// A member that became something else.
    pub fn new(member: &str, before: impl Into<Value>, after: impl Into<Value>) -> Self {
        Self { member: member.to_owned(), before: before.into(), after: after.into() }
    }
}

/// The members in which two states of a thing differ, in the order of their names. A thing that is
/// not there, before it is made or after it is gone, is given as `()`.
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

fn members(thing: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(thing) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_members_that_differ_are_told() {
        let (before, after) =
            (json!({"name": "Ferries", "slug": "ferries"}), json!({"name": "Boats", "slug": "ferries"}));
        assert_eq!(changes(&before, &after), [Change::new("name", "Ferries", "Boats")]);
        assert_eq!(changes(&before, &before), []);
    }

    #[test]
    fn what_is_made_or_gone_is_told_whole_but_for_what_is_null() {
        let tag = json!({"name": "Ferries", "type": null});
        assert_eq!(changes(&(), &tag), [Change::new("name", Value::Null, "Ferries")]);
        assert_eq!(changes(&tag, &()), [Change::new("name", "Ferries", Value::Null)]);
    }
}
