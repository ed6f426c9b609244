//! Places in a JSON text, as the reader found them.

use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::content::fault::reference_token;

/// The JSON pointer (RFC 6901) of a path, in terms of the body as it was sent.
pub(super) fn pointer(path: &Path, removed: &[(String, usize)]) -> String {
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => {
            let mut index = *index;
            let mut gone: Vec<usize> =
                removed.iter().filter(|(list, _)| *list == pointer).map(|(_, index)| *index).collect();
            gone.sort_unstable();
            for gone in gone {
                if gone <= index {
                    index += 1;
                }
            }
            format!("{pointer}/{index}")
        }
        Segment::Map { key } => format!("{pointer}/{}", reference_token(key)),
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}

/// Takes the value at `path` out of its object or list; false when there is nothing to take.
pub(super) fn take_out(root: &mut Value, path: &Path, removed: &mut Vec<(String, usize)>) -> bool {
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
            let here = pointer(path, removed);
            if let Some((list, index)) = here.rsplit_once('/') {
                removed.push((list.to_owned(), index.parse().unwrap_or_default()));
            }
            items.remove(*index);
            true
        }
        _ => false,
    }
}
