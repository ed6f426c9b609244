//! Reads the values of members. Each function returns the value, or records a fault and returns `None`.

use std::{fmt::Display, ops::RangeInclusive};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    super::{
        anchor_id,
        dom::attributes::is_language_tag,
        limits::{MAX_LINE_LENGTH, MAX_URL},
    },
    json_pointer::JsonPointer,
};

/// A string.
pub(super) fn string(value: Value, pointer: &mut JsonPointer<'_>) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => wrong_type(pointer, "must be a string"),
    }
}

/// A single line of text, such as a title.
pub(super) fn single_line(value: Value, pointer: &mut JsonPointer<'_>) -> Option<String> {
    // HTML replaces U+0000 by U+FFFD.
    let line = string(value, pointer)?.replace('\0', "");
    if line.trim().chars().count() > MAX_LINE_LENGTH {
        pointer.fault("too-long", format!("must have at most {MAX_LINE_LENGTH} characters"));
    }
    Some(line)
}

/// A URL. `normalise` returns its normal form, or `None` when it is not allowed; `allowed` describes the allowed URLs.
pub(super) fn url<'a>(
    normalise: fn(&str) -> Option<String>,
    allowed: &'static str,
) -> impl FnOnce(Value, &mut JsonPointer<'a>) -> Option<String> {
    move |value, pointer| {
        let url = normalise(&string(value, pointer)?);
        if url.is_none() {
            pointer.fault("invalid-url", format!("must be {allowed}, at most {MAX_URL} characters long"));
        }
        url
    }
}

/// A BCP 47 language tag.
pub(super) fn language_tag(value: Value, pointer: &mut JsonPointer<'_>) -> Option<String> {
    let tag = string(value, pointer)?;
    if !is_language_tag(tag.trim()) {
        pointer.fault("invalid-language", "is not a BCP 47 language tag such as en, fa-IR or sr-Latn");
    }
    Some(tag)
}

/// The id of a heading or note, with its prefix. It must be unique in the body.
pub(super) fn id(value: Value, pointer: &mut JsonPointer<'_>) -> Option<String> {
    let id = reference(value, pointer)?;
    if !pointer.targets.is_unique(&id) {
        pointer.fault(
            "not-unique",
            "must be unique: another heading or footnote of this body has the same `id`",
        );
    }
    Some(id)
}

/// The id that a reference names, with its prefix.
pub(super) fn reference(value: Value, pointer: &mut JsonPointer<'_>) -> Option<String> {
    let id = anchor_id::id(&string(value, pointer)?);
    if id.is_none() {
        let detail =
            "must have 1 to 100 characters, without white space, quotation marks and any of `<>&#%[]\\^{|}`";
        pointer.fault("invalid-id", detail);
    }
    id
}

/// A whole number within a range.
pub(super) fn number<'a, T: TryFrom<i64> + PartialOrd + Display>(
    range: RangeInclusive<T>,
) -> impl FnOnce(Value, &mut JsonPointer<'a>) -> Option<T> {
    move |value, pointer| {
        if !value.is_i64() && !value.is_u64() {
            return wrong_type(pointer, "must be a whole number");
        }
        let number = value.as_i64().and_then(|number| T::try_from(number).ok());
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            pointer.fault("out-of-range", format!("must be between {} and {}", range.start(), range.end()));
        }
        number
    }
}

/// A boolean.
pub(super) fn boolean(value: Value, pointer: &mut JsonPointer<'_>) -> Option<bool> {
    value.as_bool().or_else(|| wrong_type(pointer, "must be `true` or `false`"))
}

/// A value of an enum.
pub(super) fn enum_value<T: DeserializeOwned>(value: Value, pointer: &mut JsonPointer<'_>) -> Option<T> {
    let name = Value::String(string(value, pointer)?);
    match serde_json::from_value(name) {
        Ok(value) => Some(value),
        Err(error) => {
            pointer.fault("unknown-value", error.to_string().replace("unknown variant", "unknown value"));
            None
        }
    }
}

/// A list whose items are read by `read`. `None` when an item is faulty.
pub(super) fn list<'a, T>(
    mut read: impl FnMut(Value, &mut JsonPointer<'a>) -> Option<T>,
) -> impl FnOnce(Value, &mut JsonPointer<'a>) -> Option<Vec<T>> {
    move |value, pointer| match value {
        Value::Array(items) => self::items(items, pointer, &mut read),
        _ => wrong_type(pointer, "must be a list"),
    }
}

/// The items of a list, read by `read`. Stops when the list of faults is full.
pub(super) fn items<'a, T>(
    items: Vec<Value>,
    pointer: &mut JsonPointer<'a>,
    read: &mut impl FnMut(Value, &mut JsonPointer<'a>) -> Option<T>,
) -> Option<Vec<T>> {
    let length = items.len();
    let mut list = Vec::with_capacity(length);
    for (at, item) in items.into_iter().enumerate() {
        if pointer.is_full() {
            return None;
        }
        list.extend(pointer.within(&at.to_string(), |pointer| read(item, pointer)));
    }
    (list.len() == length).then_some(list)
}

fn wrong_type<T>(pointer: &mut JsonPointer<'_>, detail: &str) -> Option<T> {
    pointer.fault("wrong-type", detail);
    None
}
