//! Deserializes JSON into Rust types, and collects all faults of the JSON.

mod json_pointer;
mod serde_messages;
mod strict_value;

use serde::de::DeserializeOwned;
use serde_json::{Number, Value};

use self::json_pointer::{pointer, remove};
pub(super) use self::serde_messages::in_plain_words;
use self::strict_value::StrictValue;
use crate::content::Faults;
use crate::content::fault::reference_token;

/// The largest integer that every JSON parser reads exactly (RFC 8259 §6): 2^53 − 1.
pub const MAX_INTEGER: i64 = (1 << 53) - 1;

/// A list with more values than this is large, and is checked apart from the rest.
const LARGE: usize = 1000;

/// Deserializes a parsed JSON text into `T`, whose members must all have defaults. When a member is faulty, records the fault
/// with its JSON pointer, removes the member and tries again. So one response can list all faults.
pub fn read<T: DeserializeOwned + Default>(mut value: Value) -> (T, Faults) {
    let mut faults = Faults::default();
    refuse_unportable(&value, &mut String::new(), &mut faults);
    if !value.is_object() {
        faults.add("", "wrong-type", "must be an object");
        return (T::default(), faults);
    }
    // Each try deserializes the whole value. A large list is therefore cut out and checked alone, so that faults elsewhere
    // do not deserialize it again.
    let mut large_lists = Vec::new();
    cut_out_large_lists(&mut value, &mut String::new(), &mut large_lists);
    let mut reader = Reader { value, faults, removed: Vec::new() };
    let mut result = reader.read();
    large_lists.retain(|(pointer, _)| reader.value.pointer(pointer).is_some());
    for (pointer, list) in &mut large_lists {
        reader.swap(pointer, list);
        result = result.and(reader.read());
        reader.swap(pointer, list);
    }
    if !large_lists.is_empty() {
        large_lists.iter_mut().for_each(|(pointer, list)| reader.swap(pointer, list));
        result = result.and_then(|_: T| reader.read());
    }
    (result.unwrap_or_default(), reader.faults)
}

/// A JSON value that is being deserialized.
struct Reader {
    value: Value,
    faults: Faults,
    /// The pointers of lists, each with the index of a faulty element that was removed. Later pointers still count these
    /// elements.
    removed: Vec<(String, usize)>,
}

impl Reader {
    /// Deserializes the value and removes faulty members until the rest is valid. `None` when there are too many faults.
    fn read<T: DeserializeOwned>(&mut self) -> Option<T> {
        while !self.faults.is_full() {
            let error = match serde_path_to_error::deserialize(StrictValue(&self.value)) {
                Ok(value) => return Some(value),
                Err(error) => error,
            };
            let (code, detail) = serde_messages::explain(&error.inner().to_string());
            self.faults.add(&pointer(error.path(), &self.removed), code, detail);
            if !remove(&mut self.value, error.path(), &mut self.removed) {
                break;
            }
        }
        None
    }

    /// Swaps the value at the pointer with `other`. Does nothing when the value was removed.
    fn swap(&mut self, pointer: &str, other: &mut Value) {
        if let Some(value) = self.value.pointer_mut(pointer) {
            std::mem::swap(value, other);
        }
    }
}

/// Replaces each large list with an empty one, and moves it with its pointer into `large_lists`.
fn cut_out_large_lists(value: &mut Value, pointer: &mut String, large_lists: &mut Vec<(String, Value)>) {
    let length = pointer.len();
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                pointer.push('/');
                pointer.push_str(&reference_token(name));
                cut_out_large_lists(member, pointer, large_lists);
                pointer.truncate(length);
            }
        }
        Value::Array(_) if count_values(value) > LARGE => {
            large_lists.push((pointer.clone(), std::mem::replace(value, Value::Array(Vec::new()))));
        }
        _ => {}
    }
}

/// The number of values in a value, with itself.
fn count_values(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(count_values).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(count_values).sum::<usize>(),
        _ => 1,
    }
}

/// Records a fault for each text with U+0000, which PostgreSQL cannot store, and for each integer that some JSON parsers read as
/// another one.
fn refuse_unportable(value: &Value, pointer: &mut String, faults: &mut Faults) {
    if faults.is_full() {
        return;
    }
    let length = pointer.len();
    match value {
        Value::String(text) if text.contains('\0') => {
            faults.add(pointer, "nul-character", "must not contain the character U+0000");
        }
        Value::Number(number) if is_too_large(number) => {
            faults.add(pointer, "out-of-range", format!("must be from -{MAX_INTEGER} to {MAX_INTEGER}"));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointer.push_str(&format!("/{index}"));
                refuse_unportable(item, pointer, faults);
                pointer.truncate(length);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                pointer.push_str(&format!("/{}", reference_token(key)));
                refuse_unportable(member, pointer, faults);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

/// Whether a number is an integer beyond [`MAX_INTEGER`], in either direction.
fn is_too_large(number: &Number) -> bool {
    let is_small = |integer: i64| integer.unsigned_abs() <= MAX_INTEGER.unsigned_abs();
    number.is_u64() && !number.is_i64() || number.as_i64().is_some_and(|integer| !is_small(integer))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;
    use serde_json::json;

    use super::*;
    use crate::http::strict_json::parse;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Article {
        headline: Option<String>,
        tag_ids: Option<Vec<i64>>,
        credit: Option<Credit>,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Credit {
        id: Option<i64>,
    }

    fn pointers(value: Value) -> Vec<(String, String)> {
        let (_, faults) = read::<Article>(value);
        let faults = faults.into_result().err().unwrap_or_default();
        faults.into_iter().map(|fault| (fault.pointer.unwrap_or_default(), fault.code)).collect()
    }

    #[test]
    fn every_fault_has_its_pointer_into_the_sent_body() {
        let faults = pointers(json!({
            "headline": 5, "tag_ids": [1, "two", 3, "four", true], "credit": {"id": "x", "na/me": 1}, "bogus": null,
        }));
        let expected = [
            ("/bogus", "unknown-member"),
            ("/credit/id", "wrong-type"),
            ("/credit/na~1me", "unknown-member"),
            ("/headline", "wrong-type"),
            ("/tag_ids/1", "wrong-type"),
            ("/tag_ids/3", "wrong-type"),
            ("/tag_ids/4", "wrong-type"),
        ];
        let mut faults: Vec<_> = faults.iter().map(|(p, c)| (p.as_str(), c.as_str())).collect();
        faults.sort_unstable();
        assert_eq!(faults, expected);
    }

    #[test]
    fn valid_members_are_returned_beside_faulty_ones() {
        let (article, _) = read::<Article>(json!({"headline": "Storm", "bogus": 1}));
        assert_eq!(article.headline.as_deref(), Some("Storm"));
    }

    #[test]
    fn the_faults_of_a_large_list_are_listed_with_the_others() {
        let mut ids = vec![json!(1); 2000];
        ids[7] = json!("seven");
        ids[1999] = json!(null);
        let body = json!({"bogus": vec![1; 2000], "headline": 5, "tag_ids": ids});
        let expected = [
            ("/bogus", "unknown-member"),
            ("/headline", "wrong-type"),
            ("/tag_ids/7", "wrong-type"),
            ("/tag_ids/1999", "wrong-type"),
        ];
        assert_eq!(pointers(body), expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
        let (article, _) = read::<Article>(json!({"headline": 5, "tag_ids": vec![1; 2000]}));
        assert_eq!(article.tag_ids, Some(vec![1; 2000]));
        let (article, faults) = read::<Article>(json!({"headline": vec![1; 2000], "tag_ids": [2]}));
        assert_eq!((article.tag_ids, faults.has("/headline")), (Some(vec![2]), true));
    }

    #[test]
    fn a_nul_character_is_found_at_any_depth() {
        assert_eq!(
            pointers(json!({"headline": "a\0b"})),
            [("/headline".to_owned(), "nul-character".to_owned())]
        );
    }

    #[test]
    fn an_integer_that_some_parsers_change_is_refused() {
        let faults = pointers(json!({"tag_ids": [MAX_INTEGER, MAX_INTEGER + 1, -MAX_INTEGER - 1, u64::MAX]}));
        let faults: Vec<_> = faults.iter().map(|(p, c)| (p.as_str(), c.as_str())).collect();
        let expected = ["/tag_ids/1", "/tag_ids/2", "/tag_ids/3"].map(|pointer| (pointer, "out-of-range"));
        assert_eq!(faults, expected);
    }

    proptest! {
        #[test]
        fn no_input_makes_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(value) = parse(&bytes) {
                let _ = read::<Article>(value);
            }
        }
    }
}
