//! Reading JSON into Rust's types, and telling everything that is wrong with it at once.

mod json_pointer;
mod serde_messages;
mod strict_value;

use serde::de::DeserializeOwned;
use serde_json::Value;

use self::json_pointer::{pointer, take_out};
pub(super) use self::serde_messages::in_plain_words;
use self::strict_value::StrictValue;
use crate::content::Faults;
use crate::content::fault::reference_token;

/// Of how many values a list is made when it is heavy.
const HEAVY: usize = 1000;

/// Turns a parsed JSON text into `T`, whose members must all have defaults. Each fault is noted with
/// its pointer, the faulty member is left out, and reading goes on, so that one answer names them
/// all.
pub fn read<T: DeserializeOwned + Default>(mut value: Value) -> (T, Faults) {
    let mut faults = Faults::default();
    refuse_nul(&value, &mut String::new(), &mut faults);
    if !value.is_object() {
        faults.add("", "wrong-type", "must be an object");
        return (T::default(), faults);
    }
    // Every look costs the length of what is looked at, so what is heavy is looked at for its own faults only.
    let mut heavy = Vec::new();
    set_aside(&mut value, &mut String::new(), &mut heavy);
    let mut reading = Reading { value, faults, removed: Vec::new() };
    let mut read = reading.look();
    heavy.retain(|(pointer, _)| reading.value.pointer(pointer).is_some());
    for (pointer, list) in &mut heavy {
        reading.swap(pointer, list);
        read = read.and(reading.look());
        reading.swap(pointer, list);
    }
    if !heavy.is_empty() {
        heavy.iter_mut().for_each(|(pointer, list)| reading.swap(pointer, list));
        read = read.and_then(|_: T| reading.look());
    }
    (read.unwrap_or_default(), reading.faults)
}

/// A JSON text while it is being read.
struct Reading {
    value: Value,
    faults: Faults,
    /// Positions in lists that have lost a faulty element, so that later pointers count it still.
    removed: Vec<(String, usize)>,
}

impl Reading {
    /// Reads, and takes out what is faulty, until the rest is good; absent when there are too many faults.
    fn look<T: DeserializeOwned>(&mut self) -> Option<T> {
        while !self.faults.is_full() {
            let error = match serde_path_to_error::deserialize(StrictValue(&self.value)) {
                Ok(read) => return Some(read),
                Err(error) => error,
            };
            let (code, detail) = serde_messages::explain(&error.inner().to_string());
            self.faults.add(&pointer(error.path(), &self.removed), code, detail);
            if !take_out(&mut self.value, error.path(), &mut self.removed) {
                break;
            }
        }
        None
    }

    /// Exchanges what is at a place, if there still is anything.
    fn swap(&mut self, pointer: &str, other: &mut Value) {
        if let Some(here) = self.value.pointer_mut(pointer) {
            std::mem::swap(here, other);
        }
    }
}

/// Puts empty lists in the place of heavy ones, which are kept with their pointers.
fn set_aside(value: &mut Value, pointer: &mut String, heavy: &mut Vec<(String, Value)>) {
    let length = pointer.len();
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                pointer.push('/');
                pointer.push_str(&reference_token(name));
                set_aside(member, pointer, heavy);
                pointer.truncate(length);
            }
        }
        Value::Array(_) if weight(value) > HEAVY => {
            heavy.push((pointer.clone(), std::mem::replace(value, Value::Array(Vec::new()))));
        }
        _ => {}
    }
}

/// How many values a value is made of.
fn weight(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(weight).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(weight).sum::<usize>(),
        _ => 1,
    }
}

/// PostgreSQL cannot keep U+0000 in a text, so it is refused for both databases.
fn refuse_nul(value: &Value, pointer: &mut String, faults: &mut Faults) {
    if faults.is_full() {
        return;
    }
    let length = pointer.len();
    match value {
        Value::String(text) if text.contains('\0') => {
            faults.add(pointer, "nul-character", "must not contain the character U+0000");
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointer.push_str(&format!("/{index}"));
                refuse_nul(item, pointer, faults);
                pointer.truncate(length);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                pointer.push_str(&format!("/{}", reference_token(key)));
                refuse_nul(member, pointer, faults);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
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
    struct Piece {
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
        let (_, faults) = read::<Piece>(value);
        let faults = faults.into_result().err().unwrap_or_default();
        faults.into_iter().map(|fault| (fault.pointer.unwrap_or_default(), fault.code)).collect()
    }

    #[test]
    fn every_fault_is_named_by_its_place_in_the_body_as_sent() {
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
    fn good_members_are_kept_beside_faulty_ones() {
        let (piece, _) = read::<Piece>(json!({"headline": "Storm", "bogus": 1}));
        assert_eq!(piece.headline.as_deref(), Some("Storm"));
    }

    #[test]
    fn the_faults_of_a_long_list_are_named_beside_those_around_it() {
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
        let (piece, _) = read::<Piece>(json!({"headline": 5, "tag_ids": vec![1; 2000]}));
        assert_eq!(piece.tag_ids, Some(vec![1; 2000]));
        let (piece, faults) = read::<Piece>(json!({"headline": vec![1; 2000], "tag_ids": [2]}));
        assert_eq!((piece.tag_ids, faults.has("/headline")), (Some(vec![2]), true));
    }

    #[test]
    fn a_nul_character_is_found_at_any_depth() {
        assert_eq!(
            pointers(json!({"headline": "a\0b"})),
            [("/headline".to_owned(), "nul-character".to_owned())]
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(value) = parse(&bytes) {
                let _ = read::<Piece>(value);
            }
        }
    }
}
