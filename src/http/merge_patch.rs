//! JSON Merge Patch (RFC 7396).

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Error, json};
use crate::content::Faults;

/// A merge patch for a resource whose JSON is `T`. A member of the patch replaces the member of the resource, `null` removes
/// it, and a list replaces the whole list. Members that the patch does not name stay unchanged.
#[derive(Debug)]
pub struct MergePatch<T> {
    patch: Value,
    target: PhantomData<T>,
}

impl<T> MergePatch<T> {
    /// The patch that a client sent; nothing is checked yet.
    pub fn new(patch: Value) -> Self {
        Self { patch, target: PhantomData }
    }

    /// Whether the patch changes or removes the member `name`.
    pub fn touches(&self, name: &str) -> bool {
        self.patch.get(name).is_some()
    }
}

impl<T: Serialize + DeserializeOwned + Default> MergePatch<T> {
    /// Applies the patch to `current`. Returns the result with all faults of the patch and of the result.
    pub fn apply(&self, current: &T) -> Result<(T, Faults), Error> {
        // The merge drops a null for an unknown member, so the patch is checked on its own too.
        let (_, mut faults) = json::read::<T>(self.patch.clone());
        if !self.patch.is_object() {
            return Ok((T::default(), faults));
        }
        let mut target = serde_json::to_value(current).map_err(Error::internal)?;
        merge(&mut target, self.patch.clone());
        let (merged, more) = json::read(target);
        faults.extend(more.into_result().err().unwrap_or_default());
        Ok((merged, faults))
    }
}

/// The algorithm of RFC 7396, section 2.
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    if let Value::Object(members) = target {
        for (name, value) in patch {
            if value.is_null() {
                members.remove(&name);
            } else {
                merge(members.entry(name).or_insert(Value::Null), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn merging_follows_the_cases_of_the_rfcs_appendix() {
        for (original, patch, result) in [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b"}), json!({"a": null}), json!({})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "c"}), json!({"a": ["b"]}), json!({"a": ["b"]})),
            (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}}), json!({"a": {"b": "d"}})),
            (json!({"a": [{"b": "c"}]}), json!({"a": [1]}), json!({"a": [1]})),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"a": "b"}), json!(["c"]), json!(["c"])),
            (json!({"a": "foo"}), json!(null), json!(null)),
            (json!({"a": "foo"}), json!("bar"), json!("bar")),
            (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
            (json!([1, 2]), json!({"a": "b", "c": null}), json!({"a": "b"})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ] {
            let mut target = original;
            merge(&mut target, patch.clone());
            assert_eq!(target, result, "{patch}");
        }
    }
}
