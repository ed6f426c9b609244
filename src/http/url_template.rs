//! URLs and paths with placeholders in braces, as settings have them.

use std::str::FromStr;

use strum::VariantNames;

use super::path::encoded;

/// The most characters of a template.
const MAX_LENGTH: usize = 500;

/// Texts and placeholders in turn. `P` is an enum of the placeholders, which are its names in braces: `{id}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlTemplate<P> {
    parts: Vec<Part<P>>,
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<P> {
    /// A text, percent-encoded.
    Text(String),
    /// A placeholder.
    Placeholder(P),
}

impl<P: FromStr + VariantNames + PartialEq + Copy> UrlTemplate<P> {
    /// The parts of the template. There are no two placeholders without a text between them.
    pub fn parts(&self) -> &[Part<P>] {
        &self.parts
    }

    /// The position of the placeholder among the parts; `None` when it is missing.
    pub fn position(&self, placeholder: P) -> Option<usize> {
        self.parts.iter().position(|part| *part == Part::Placeholder(placeholder))
    }

    /// The URL or path. `write` appends the value of a placeholder, percent-encoded where a URL needs it.
    pub fn write(&self, mut write: impl FnMut(&mut String, P)) -> String {
        let mut url = String::with_capacity(128);
        for part in &self.parts {
            match part {
                Part::Text(text) => url.push_str(text),
                Part::Placeholder(placeholder) => write(&mut url, *placeholder),
            }
        }
        url
    }

    /// Adds a text, which may be empty.
    fn add(&mut self, text: &str) -> Result<(), String> {
        let is_forbidden = |c: char| c.is_whitespace() || c.is_control() || r#"{}\<>"^`|"#.contains(c);
        if let Some(c) = text.chars().find(|c| is_forbidden(*c)) {
            return Err(format!("must not contain {c:?} outside of a placeholder"));
        }
        if !text.is_empty() {
            self.parts.push(Part::Text(encoded(text).into_owned()));
        }
        Ok(())
    }
}

impl<P: FromStr + VariantNames + PartialEq + Copy> FromStr for UrlTemplate<P> {
    type Err = String;

    /// Parses a template. The error completes a sentence that begins with the name of the setting.
    fn from_str(text: &str) -> Result<Self, String> {
        if text.chars().count() > MAX_LENGTH {
            return Err(format!("must be at most {MAX_LENGTH} characters long"));
        }
        let mut template = Self { parts: Vec::new() };
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            template.add(before)?;
            let (name, after) = after.split_once('}').ok_or("has a `{` without a `}`")?;
            let placeholder = name.parse().map_err(|_| {
                let known = P::VARIANTS.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>();
                format!("has the unknown placeholder {{{name}}}; the placeholders are {}", known.join(", "))
            })?;
            if matches!(template.parts.last(), Some(Part::Placeholder(_))) {
                return Err(format!(
                    "must have a character between {{{name}}} and the placeholder before it"
                ));
            }
            if template.position(placeholder).is_some() {
                return Err(format!("must have {{{name}}} only once"));
            }
            template.parts.push(Part::Placeholder(placeholder));
            rest = after;
        }
        template.add(rest)?;
        Ok(template)
    }
}
