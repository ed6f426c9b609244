//! What is wrong with a piece of input, and where.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::blank;

/// One thing that is wrong with a request, and the place where it is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Fault {
    /// JSON pointer (RFC 6901) into the body; it may name a member that is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "/headline")]
    pub pointer: Option<String>,
    /// Name of the query parameter or header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "limit")]
    pub parameter: Option<String>,
    /// Stable code for programs.
    #[schema(example = "too-long")]
    pub code: String,
    /// One sentence for people.
    pub detail: String,
}

impl Fault {
    /// A fault of the query parameter or header `parameter`.
    pub fn parameter(parameter: &str, code: &str, detail: impl Into<String>) -> Self {
        Self {
            pointer: None,
            parameter: Some(parameter.to_owned()),
            code: code.to_owned(),
            detail: detail.into(),
        }
    }

    /// A fault of the body member at `pointer`.
    pub fn pointer(pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        Self {
            pointer: Some(pointer.to_owned()),
            parameter: None,
            code: code.to_owned(),
            detail: detail.into(),
        }
    }
}

/// A member's name as a step of a JSON pointer.
pub fn pointer_step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The most faults that one request is told of.
pub const MAX_FAULTS: usize = 100;

/// The faults of one body, collected while it is read: at most one for each place, and no more than
/// [`MAX_FAULTS`].
#[derive(Clone, Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Notes a fault, unless that place has one already or the body as a whole is wrong.
    pub fn add(&mut self, pointer: &str, code: &str, detail: impl Into<String>) {
        self.extend([Fault::pointer(pointer, code, detail)]);
    }

    /// Whether there are as many faults as are told of; further ones are left out.
    pub fn is_full(&self) -> bool {
        self.0.len() >= MAX_FAULTS
    }

    /// Whether the member at `pointer` is already known to be wrong.
    pub fn has(&self, pointer: &str) -> bool {
        self.0.iter().any(|fault| fault.pointer.as_deref() == Some(pointer))
    }

    /// `Ok` when nothing was wrong, else every fault in the order found.
    pub fn into_result(self) -> Result<(), Vec<Fault>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }

    /// The value made of the input, when nothing was wrong with it.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        self.into_result()?;
        value.ok_or_else(Vec::new)
    }

    /// A line of text: trimmed, without control characters, at most `max` characters. Nothing is
    /// left of a blank one.
    pub fn line(&mut self, pointer: &str, value: Option<String>, max: usize) -> Option<String> {
        let text = self.bounded(pointer, value, max)?;
        if text.chars().any(char::is_control) {
            self.add(pointer, "control-character", "must be one line without control characters");
        }
        Some(text)
    }

    /// A piece of plain text that may hold line breaks: trimmed, line ends as `\n`, at most `max`
    /// characters. Nothing is left of a blank one.
    pub fn text(&mut self, pointer: &str, value: Option<String>, max: usize) -> Option<String> {
        let text = self.bounded(pointer, value, max)?.replace("\r\n", "\n").replace('\r', "\n");
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            self.add(pointer, "control-character", "must not contain control characters");
        }
        Some(text)
    }

    /// A value that must be given; its absence is noted.
    pub fn required<T>(&mut self, pointer: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.add(pointer, "required", "is required");
        }
        value
    }

    /// A value that must satisfy `parse`; what it says of a bad one is noted.
    pub fn parsed<I, T, E: std::fmt::Display>(
        &mut self,
        pointer: &str,
        code: &str,
        value: Option<I>,
        parse: impl FnOnce(I) -> Result<T, E>,
    ) -> Option<T> {
        match parse(value?) {
            Ok(value) => Some(value),
            Err(error) => {
                self.add(pointer, code, error.to_string());
                None
            }
        }
    }

    fn bounded(&mut self, pointer: &str, value: Option<String>, max: usize) -> Option<String> {
        let value = value?;
        let text = value.trim();
        let length = text.chars().count();
        if length > max {
            self.add(pointer, "too-long", format!("is {length} characters long; at most {max} are allowed"));
        }
        (!blank::is_blank(text)).then(|| text.to_owned())
    }
}

impl Extend<Fault> for Faults {
    fn extend<I: IntoIterator<Item = Fault>>(&mut self, faults: I) {
        for fault in faults {
            let known = self.has("") || fault.pointer.as_deref().is_some_and(|pointer| self.has(pointer));
            if !known && !self.is_full() {
                self.0.push(fault);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_keeps_only_its_first_fault() {
        let mut faults = Faults::default();
        faults.add("/headline", "wrong-type", "must be a string");
        assert_eq!(faults.required::<String>("/headline", None), None);
        assert_eq!(faults.into_result().map_err(|f| f.len()), Err(1));
    }

    #[test]
    fn blank_text_counts_as_none() {
        let mut faults = Faults::default();
        assert_eq!(faults.line("/kicker", Some(" \u{a0}\n".into()), 10), None);
        assert_eq!(faults.line("/kicker", Some("\u{200b}\u{2800}".into()), 10), None);
        assert!(faults.into_result().is_ok());
    }

    #[test]
    fn length_is_counted_in_characters_not_bytes() {
        let mut faults = Faults::default();
        assert_eq!(faults.line("/kicker", Some("äöü".into()), 3), Some("äöü".into()));
        faults.line("/lead", Some("äöüß".into()), 3);
        assert!(!faults.has("/kicker") && faults.has("/lead"));
    }
}
