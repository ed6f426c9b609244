//! The body of a delivered article, in the forms that the client requests.

use std::fmt;

use serde::Serialize;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use strum::{EnumString, VariantNames};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::content::body::{self, Block};

/// Form of a delivered body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum BodyForm {
    /// Sanitised HTML, safe to insert into a page.
    Html,
    /// Typed blocks, for apps with their own layout.
    Blocks,
    /// CommonMark with tables and strikethrough.
    Markdown,
    /// Plain text.
    Text,
}

/// The forms of a body that a client requests: `none`, or a comma-separated list of `html`, `blocks`, `markdown` and `text`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BodyForms(Vec<BodyForm>);

impl BodyForms {
    /// No body.
    pub fn none() -> Self {
        Self(Vec::new())
    }

    /// Only HTML.
    pub fn html() -> Self {
        Self(vec![BodyForm::Html])
    }

    /// Only plain text.
    pub fn text() -> Self {
        Self(vec![BodyForm::Text])
    }

    /// The same forms and plain text.
    pub fn and_text(&self) -> Self {
        Self(self.0.iter().copied().chain([BodyForm::Text]).collect())
    }

    /// Whether no body is requested.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `form` is requested.
    pub fn has(&self, form: BodyForm) -> bool {
        self.0.contains(&form)
    }
}

impl PartialSchema for BodyForms {
    fn schema() -> RefOr<Schema> {
        let names = BodyForm::VARIANTS.iter().copied().chain(["none"]);
        let form = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names));
        ArrayBuilder::new().items(form).into()
    }
}

impl ToSchema for BodyForms {}

impl<'de> Deserialize<'de> for BodyForms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Forms;

        impl Visitor<'_> for Forms {
            type Value = BodyForms;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`none`, or a comma-separated list of `html`, `blocks`, `markdown` and `text`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<BodyForms, E> {
                if text == "none" {
                    return Ok(BodyForms::none());
                }
                let forms = text
                    .split(',')
                    .map(|name| name.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(name), &self)));
                forms.collect::<Result<_, _>>().map(BodyForms)
            }
        }

        deserializer.deserialize_str(Forms)
    }
}

/// Text of an article in the requested forms. Forms that were not requested are missing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Body)]
pub struct DeliveredBody {
    /// Sanitised HTML, safe to insert into a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub html: Option<String>,
    /// Typed blocks, for apps with their own layout.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub blocks: Option<Vec<Block>>,
    /// CommonMark with tables and strikethrough. Content that Markdown cannot express is raw HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub markdown: Option<String>,
    /// Plain text. A blank line separates blocks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
}

impl DeliveredBody {
    /// The body in the requested forms, or `None` when no form is requested.
    ///
    /// `html` and `text` were rendered when the article was published. `blocks` loads the blocks; it is called only when the
    /// client requests blocks or Markdown.
    pub fn of<E>(
        forms: &BodyForms,
        html: String,
        text: String,
        blocks: impl FnOnce() -> Result<Vec<Block>, E>,
    ) -> Result<Option<Self>, E> {
        if forms.is_none() {
            return Ok(None);
        }
        let needs_blocks = forms.has(BodyForm::Blocks) || forms.has(BodyForm::Markdown);
        let blocks = if needs_blocks { Some(blocks()?) } else { None };
        Ok(Some(Self {
            html: forms.has(BodyForm::Html).then_some(html),
            markdown: blocks.as_deref().filter(|_| forms.has(BodyForm::Markdown)).map(body::markdown),
            blocks: blocks.filter(|_| forms.has(BodyForm::Blocks)),
            text: forms.has(BodyForm::Text).then_some(text),
        }))
    }
}
