//! What links and references of a body may point to.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::super::anchor_id;

/// The ids of a JSON list of blocks, before the blocks are read.
#[derive(Default)]
pub(super) struct Targets {
    /// How often each id of a heading or note occurs.
    ids: HashMap<String, usize>,
    notes: HashSet<String>,
    references: HashSet<String>,
    /// The number of blocks with footnotes.
    footnotes: usize,
}

impl Targets {
    /// The ids in a list of blocks. Values of the wrong type have none.
    pub(super) fn of(list: &[Value]) -> Self {
        let mut targets = Self::default();
        list.iter().for_each(|block| targets.add(block));
        targets
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.add(item)),
            Value::Object(members) => {
                let id = |value: &Value| value.get("id").and_then(Value::as_str).and_then(anchor_id::id);
                match members.get("type").and_then(Value::as_str) {
                    Some("heading") => self.add_id(id(value)),
                    Some("footnote") => self.references.extend(id(value)),
                    Some("footnotes") => {
                        self.footnotes += 1;
                        let notes = members.get("notes").and_then(Value::as_array).into_iter().flatten();
                        for id in notes.map(id) {
                            self.notes.extend(id.clone());
                            self.add_id(id);
                        }
                    }
                    _ => {}
                }
                members.values().for_each(|member| self.add(member));
            }
            _ => {}
        }
    }

    fn add_id(&mut self, id: Option<String>) {
        id.into_iter().for_each(|id| *self.ids.entry(id).or_default() += 1);
    }

    /// Whether a heading or note has the id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.ids.contains_key(id)
    }

    /// Whether only one heading or note has the id.
    pub(super) fn is_unique(&self, id: &str) -> bool {
        self.ids.get(id).is_none_or(|count| *count == 1)
    }

    /// Whether a note has the id.
    pub(super) fn has_note(&self, id: &str) -> bool {
        self.notes.contains(id)
    }

    /// Whether a `footnote` refers to one of the notes.
    pub(super) fn has_references(&self) -> bool {
        !self.notes.is_disjoint(&self.references)
    }

    /// Whether the body has one block with footnotes only.
    pub(super) fn has_one_list_of_notes(&self) -> bool {
        self.footnotes == 1
    }
}
