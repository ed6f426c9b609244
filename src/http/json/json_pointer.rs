//! JSON pointers (RFC 6901) from the paths of serde errors.

use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::content::fault::reference_token;

/// The JSON pointer of a path, in the body that the client sent. `removed` lists the list elements that were removed since,
/// so their indexes are counted again.
pub(super) fn pointer(path: &Path, removed: &[(String, usize)]) -> String {
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => {
            let mut index = *index;
            let mut removed_indexes: Vec<usize> =
                removed.iter().filter(|(list, _)| *list == pointer).map(|(_, index)| *index).collect();
            removed_indexes.sort_unstable();
            for removed_index in removed_indexes {
                if removed_index <= index {
                    index += 1;
                }
            }
            format!("{pointer}/{index}")
        }
        Segment::Map { key } => format!("{pointer}/{}", reference_token(key)),
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}

/// Removes the value at `path` from its object or list. Returns false when there is no such value.
pub(super) fn remove(root: &mut Value, path: &Path, removed: &mut Vec<(String, usize)>) -> bool {
    let steps: Vec<_> =
        path.iter().filter(|s| matches!(s, Segment::Seq { .. } | Segment::Map { .. })).collect();
    let Some((last, parents)) = steps.split_last() else { return false };
    let mut target = root;
    for step in parents {
        let next = match step {
            Segment::Seq { index } => target.get_mut(*index),
            Segment::Map { key } => target.get_mut(key),
            _ => None,
        };
        let Some(next) = next else { return false };
        target = next;
    }
    match (last, target) {
        (Segment::Map { key }, Value::Object(members)) => members.remove(key).is_some(),
        (Segment::Seq { index }, Value::Array(items)) if *index < items.len() => {
            let pointer = pointer(path, removed);
            if let Some((list, index)) = pointer.rsplit_once('/') {
                removed.push((list.to_owned(), index.parse().unwrap_or_default()));
            }
            items.remove(*index);
            true
        }
        _ => false,
    }
}
