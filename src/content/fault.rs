//! Validation errors: what is wrong with a request, and in which member or parameter.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::invisible;

/// One validation error of a request. It has `pointer` for the body, or `parameter` for a query parameter or header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Fault {
    /// JSON pointer (RFC 6901) to the faulty member of the request body, such as `/lead_image/url`. The member itself may be
    /// missing. The empty pointer means the whole body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "/headline")]
    pub pointer: Option<String>,
    /// Name of the faulty query parameter or header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "limit")]
    pub parameter: Option<String>,
    /// Stable code for programs, such as `required`, `too-long` or `unknown-member`.
    #[schema(example = "too-long")]
    pub code: String,
    /// Explanation for developers and editors, in English. The text may change; programs use `code`.
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

/// A member's name as a reference token of a JSON pointer (RFC 6901): `~` and `/` are escaped.
pub fn reference_token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The maximum number of faults that one response lists.
pub const MAX_FAULTS: usize = 100;

/// The faults of one request body, collected during validation: at most one for each pointer, and at most
/// [`MAX_FAULTS`]. Its checks return the valid value, or record a fault and return what is left.
#[derive(Clone, Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Records a fault, unless the pointer or the whole body has one already.
    pub fn add(&mut self, pointer: &str, code: &str, detail: impl Into<String>) {
        self.extend([Fault::pointer(pointer, code, detail)]);
    }

    /// Whether the list is full. Further faults are dropped, so a caller can stop validating.
    pub fn is_full(&self) -> bool {
        self.0.len() >= MAX_FAULTS
    }

    /// Whether the member at `pointer` already has a fault.
    pub fn has(&self, pointer: &str) -> bool {
        self.0.iter().any(|fault| fault.pointer.as_deref() == Some(pointer))
    }

    /// `Ok` without faults, otherwise all faults in the order in which they were recorded.
    pub fn into_result(self) -> Result<(), Vec<Fault>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }

    /// The validated value, or the faults. `value` is `None` only when there are faults.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        self.into_result()?;
        value.ok_or_else(Vec::new)
    }

    /// Validates a single line of text: trimmed, no control characters, at most `max` characters. A blank text counts as
    /// `None`.
    pub fn line(&mut self, pointer: &str, value: Option<String>, max: usize) -> Option<String> {
        let text = self.bounded(pointer, value, max)?;
        if let Some((before, _)) = text.split_once(['\n', '\r']) {
            let before = before.trim_end();
            let start = before.char_indices().rev().nth(39).map_or(0, |(index, _)| index);
            let detail = format!(
                "must be a single line: replace the line end after “{}” by a space",
                &before[start..]
            );
            self.add(pointer, "control-character", detail);
        } else if text.chars().any(char::is_control) {
            self.add(pointer, "control-character", "must be a single line without control characters");
        }
        Some(text)
    }

    /// Validates plain text that may have several lines: trimmed, line ends as `\n`, at most `max` characters. A blank text
    /// counts as `None`.
    pub fn text(&mut self, pointer: &str, value: Option<String>, max: usize) -> Option<String> {
        let text = self.bounded(pointer, value, max)?.replace("\r\n", "\n").replace('\r', "\n");
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            self.add(
                pointer,
                "control-character",
                "must not contain control characters other than line breaks and tabs",
            );
        }
        Some(text)
    }

    /// Records the fault `required` when the value is `None`.
    pub fn required<T>(&mut self, pointer: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.add(pointer, "required", "is required");
        }
        value
    }

    /// Records the fault `too-small` when a size in pixels is zero.
    pub fn pixels(&mut self, pointer: &str, size: Option<u32>) -> Option<u32> {
        if size == Some(0) {
            self.add(pointer, "too-small", "must be at least 1 pixel");
        }
        size
    }

    /// Parses a value. The error of `parse` becomes the detail of a fault with `code`.
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
            self.add(pointer, "too-long", format!("must have at most {max} characters, and has {length}"));
        }
        (!invisible::is_blank(text)).then(|| text.to_owned())
    }
}

impl Extend<Fault> for Faults {
    fn extend<I: IntoIterator<Item = Fault>>(&mut self, faults: I) {
        for fault in faults {
            let is_known = self.has("") || fault.pointer.as_deref().is_some_and(|pointer| self.has(pointer));
            if !is_known && !self.is_full() {
                self.0.push(fault);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_fault_of_a_pointer_is_recorded() {
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
