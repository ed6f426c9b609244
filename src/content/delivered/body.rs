//! A body as readers' apps get it, in the forms they ask for.

use std::fmt;

use serde::Serialize;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use utoipa::ToSchema;

use crate::content::body::{self, Block};

/// A form in which a body can be delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BodyForm {
    /// Sanitised HTML.
    Html,
    /// Typed blocks.
    Blocks,
    /// CommonMark.
    Markdown,
    /// Plain text.
    Text,
}

/// The forms of a body a client wants: `none`, or any of `html`, `blocks`, `markdown` and `text`,
/// separated by commas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BodyForms(Vec<BodyForm>);

impl BodyForms {
    /// No body at all.
    pub fn none() -> Self {
        Self(Vec::new())
    }

    /// HTML alone.
    pub fn html() -> Self {
        Self(vec![BodyForm::Html])
    }

    /// Plain text alone.
    pub fn text() -> Self {
        Self(vec![BodyForm::Text])
    }

    /// These and plain text.
    pub fn and_text(&self) -> Self {
        Self(self.0.iter().copied().chain([BodyForm::Text]).collect())
    }

    /// Whether there is to be no body.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `form` is wanted.
    pub fn has(&self, form: BodyForm) -> bool {
        self.0.contains(&form)
    }
}

impl<'de> Deserialize<'de> for BodyForms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Forms;

        impl Visitor<'_> for Forms {
            type Value = BodyForms;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`none`, or some of `html`, `blocks`, `markdown`, `text`, separated by commas")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<BodyForms, E> {
                if text == "none" {
                    return Ok(BodyForms::none());
                }
                let forms = text.split(',').map(|name| match name {
                    "html" => Ok(BodyForm::Html),
                    "blocks" => Ok(BodyForm::Blocks),
                    "markdown" => Ok(BodyForm::Markdown),
                    "text" => Ok(BodyForm::Text),
                    other => Err(E::invalid_value(de::Unexpected::Str(other), &self)),
                });
                forms.collect::<Result<_, _>>().map(BodyForms)
            }
        }

        deserializer.deserialize_str(Forms)
    }
}
/// A text in the forms asked for. The others are missing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Body)]
pub struct DeliveredBody {
    /// Sanitised HTML, safe to insert into a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub html: Option<String>,
    /// Typed blocks, for apps that lay the text out themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub blocks: Option<Vec<Block>>,
    /// CommonMark, with raw HTML where it has no words of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub markdown: Option<String>,
    /// Plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
}

impl DeliveredBody {
    /// The body in those forms, if any. `html` and `text` are what was made of the blocks when they were
    /// last looked at; the blocks themselves are asked for only when they are needed.
    pub fn of<E>(
        forms: &BodyForms,
        html: String,
        text: String,
        blocks: impl FnOnce() -> Result<Vec<Block>, E>,
    ) -> Result<Option<Self>, E> {
        if forms.is_none() {
            return Ok(None);
        }
        let needed = forms.has(BodyForm::Blocks) || forms.has(BodyForm::Markdown);
        let blocks = if needed { Some(blocks()?) } else { None };
        Ok(Some(Self {
            html: forms.has(BodyForm::Html).then_some(html),
            markdown: blocks.as_deref().filter(|_| forms.has(BodyForm::Markdown)).map(body::markdown),
            blocks: blocks.filter(|_| forms.has(BodyForm::Blocks)),
            text: forms.has(BodyForm::Text).then_some(text),
        }))
    }
}
