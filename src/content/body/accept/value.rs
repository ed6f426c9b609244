//! Values of members, each checked for what it must be.

use std::ops::RangeInclusive;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    super::{
        attributes::{MAX_WORDS, is_language_tag},
        link::MAX_URL,
    },
    json_pointer::JsonPointer,
};

/// A text.
pub(super) fn text(value: Value, place: &mut JsonPointer<'_>) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => wrong_type(place, "must be a string"),
    }
}

/// A text on one line, such as a title.
pub(super) fn words(value: Value, place: &mut JsonPointer<'_>) -> Option<String> {
    // HTML would show U+0000 as a sign of its own.
    let words = text(value, place)?.replace('\0', "");
    if words.trim().chars().count() > MAX_WORDS {
        place.fault("too-long", format!("must be at most {MAX_WORDS} characters long"));
    }
    Some(words)
}

/// Reads a URL by the rule for its kind.
pub(super) fn url<'a>(
    normal: fn(&str) -> Option<String>,
    what: &'static str,
) -> impl FnOnce(Value, &mut JsonPointer<'a>) -> Option<String> {
    move |value, place| {
        let url = normal(&text(value, place)?);
        if url.is_none() {
            place.fault("invalid-url", format!("must be {what}, at most {MAX_URL} characters long"));
        }
        url
    }
}

/// A language tag.
pub(super) fn language(value: Value, place: &mut JsonPointer<'_>) -> Option<String> {
    let tag = text(value, place)?;
    if !is_language_tag(tag.trim()) {
        place.fault("invalid-language", "is not a BCP 47 language tag such as en, fa-IR or sr-Latn");
    }
    Some(tag)
}

/// A whole number within a range.
pub(super) fn number<'a>(
    range: RangeInclusive<u32>,
) -> impl FnOnce(Value, &mut JsonPointer<'a>) -> Option<u32> {
    move |value, place| {
        if !value.is_i64() && !value.is_u64() {
            return wrong_type(place, "must be a whole number");
        }
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            place.fault("out-of-range", format!("must be {} to {}", range.start(), range.end()));
        }
        number
    }
}

/// True or false.
pub(super) fn flag(value: Value, place: &mut JsonPointer<'_>) -> Option<bool> {
    value.as_bool().or_else(|| wrong_type(place, "must be true or false"))
}

/// One of the names of a closed vocabulary.
pub(super) fn choice<T: DeserializeOwned>(value: Value, place: &mut JsonPointer<'_>) -> Option<T> {
    let name = Value::String(text(value, place)?);
    match serde_json::from_value(name) {
        Ok(choice) => Some(choice),
        Err(error) => {
            place.fault("unknown-value", error.to_string().replace("unknown variant", "unknown value"));
            None
        }
    }
}

/// A list, each item of which is read by `read`; absent when one of them is faulty.
pub(super) fn list<'a, T>(
    mut read: impl FnMut(Value, &mut JsonPointer<'a>) -> Option<T>,
) -> impl FnOnce(Value, &mut JsonPointer<'a>) -> Option<Vec<T>> {
    move |value, place| match value {
        Value::Array(items) => self::items(items, place, &mut read),
        _ => wrong_type(place, "must be a list"),
    }
}

/// The items of a list.
pub(super) fn items<'a, T>(
    items: Vec<Value>,
    place: &mut JsonPointer<'a>,
    read: &mut impl FnMut(Value, &mut JsonPointer<'a>) -> Option<T>,
) -> Option<Vec<T>> {
    let length = items.len();
    let mut list = Vec::with_capacity(length);
    for (at, item) in items.into_iter().enumerate() {
        if place.is_full() {
            return None;
        }
        list.extend(place.within(&at.to_string(), |place| read(item, place)));
    }
    (list.len() == length).then_some(list)
}

fn wrong_type<T>(place: &mut JsonPointer<'_>, detail: &str) -> Option<T> {
    place.fault("wrong-type", detail);
    None
}
