//! The body of an article in requests and responses, as Markdown, HTML or blocks.

use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use serde::{Serialize, de};
use serde_json::{Value, json};
use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, Discriminator, ObjectBuilder, OneOfBuilder, Schema, Type,
};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::content::Faults;
use crate::content::article::Body;
use crate::content::body::{self, Block, Format, Markup};
use crate::content::notice::Notices;

/// A body and its format. Both members are required.
#[derive(Clone, Debug, Default, PartialEq, Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BodyInput {
    /// The format of `value`.
    pub format: Option<Format>,
    /// A string for Markdown and HTML, a list for blocks.
    pub value: Option<BodyValue>,
}

/// The schema of a body in a merge patch, which [`BodyInput`] reads too.
#[derive(Debug)]
pub struct BodyPatch;

/// The value of a body before its format is known.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum BodyValue {
    /// Markdown or HTML.
    Text(String),
    /// Blocks, not validated yet.
    List(Vec<Value>),
}

/// A body in one of the three formats.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "format", rename_all = "lowercase", deny_unknown_fields)]
#[schema(as = WorkingBody)]
pub enum BodyView {
    /// A body as Markdown.
    Markdown {
        /// CommonMark, with raw HTML for what CommonMark cannot express.
        value: String,
    },
    /// A body as HTML.
    Html {
        /// Sanitised HTML.
        value: String,
    },
    /// A body as blocks.
    Blocks {
        /// The blocks, in order.
        value: Vec<Block>,
    },
}

impl BodyInput {
    /// The input that would create the body, in `format`.
    pub fn of(body: &Body, format: Format) -> Self {
        let value = match BodyView::of(body, format) {
            BodyView::Markdown { value } | BodyView::Html { value } => BodyValue::Text(value),
            BodyView::Blocks { value } => BodyValue::List(value.iter().map(|block| json!(block)).collect()),
        };
        Self { format: Some(format), value: Some(value) }
    }

    /// Parses the body. Returns `None` and records the faults when it is invalid.
    ///
    /// Returns a copy of `previous` when the input has its format and no value.
    pub fn check(self, previous: Option<&Body>, faults: &mut Faults) -> Option<Body> {
        let is_unchanged = |body: &&Body| self.value.is_none() && self.format == Some(body.format);
        if let Some(previous) = previous.filter(is_unchanged) {
            return Some(previous.clone());
        }
        let format = faults.required("/body/format", self.format);
        let value = faults.required("/body/value", self.value);
        let format = format?;
        let (blocks, notices) = match (format, value?) {
            (Format::Markdown, BodyValue::Text(text)) => body::parse_with_notices(Markup::Markdown, &text),
            (Format::Html, BodyValue::Text(text)) => body::parse_with_notices(Markup::Html, &text),
            (Format::Blocks, BodyValue::List(list)) => {
                (body::from_json(list, "/body/value", faults)?, Notices::default())
            }
            (Format::Blocks, BodyValue::Text(_)) => {
                faults.add("/body/value", "wrong-type", "must be a list of blocks when `format` is `blocks`");
                return None;
            }
            (Format::Markdown | Format::Html, BodyValue::List(_)) => {
                faults.add(
                    "/body/value",
                    "wrong-type",
                    "must be a string when `format` is `markdown` or `html`",
                );
                return None;
            }
        };
        let body = Body { format, blocks, notices: notices.about("/body/value") };
        // The notices of a text stay until it changes.
        let is_repeated = |previous: &&Body| {
            body.notices.is_empty() && previous.format == format && previous.blocks == body.blocks
        };
        Some(previous.filter(is_repeated).cloned().unwrap_or(body))
    }
}

impl BodyView {
    /// The body in `format`.
    pub fn of(body: &Body, format: Format) -> Self {
        match format {
            Format::Markdown => Self::Markdown { value: body::markdown(&body.blocks) },
            Format::Html => Self::Html { value: body::html(&body.blocks) },
            Format::Blocks => Self::Blocks { value: body.blocks.clone() },
        }
    }
}

impl<'de> Deserialize<'de> for BodyValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrList;

        impl<'de> Visitor<'de> for TextOrList {
            type Value = BodyValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a list of blocks")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<BodyValue, E> {
                Ok(BodyValue::Text(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<BodyValue, A::Error> {
                Deserialize::deserialize(SeqAccessDeserializer::new(items)).map(BodyValue::List)
            }
        }

        deserializer.deserialize_any(TextOrList)
    }
}

impl PartialSchema for BodyInput {
    /// The variants of [`BodyView`], so that clients can write back what they have read.
    fn schema() -> RefOr<Schema> {
        let variants = [("markdown", "MarkdownBody"), ("html", "HtmlBody"), ("blocks", "BlocksBody")];
        let variants = variants.map(|(format, name)| (format, Ref::from_schema_name(name)));
        let mapping = variants.clone().map(|(format, variant)| (format.to_owned(), variant.ref_location));
        let one_of = OneOfBuilder::new()
            .description(Some("A body and its format. HTML and Markdown lose the elements and attributes that are not allowed."))
            .discriminator(Some(Discriminator::with_mapping("format", mapping)));
        variants.into_iter().fold(one_of, |one_of, (_, variant)| one_of.item(variant)).into()
    }
}

impl PartialSchema for BodyPatch {
    fn schema() -> RefOr<Schema> {
        let blocks = ArrayBuilder::new().items(Ref::from_schema_name(Block::name()));
        let value = OneOfBuilder::new()
            .description(Some("A string for Markdown and HTML, a list for blocks."))
            .item(ObjectBuilder::new().schema_type(Type::String))
            .item(blocks);
        ObjectBuilder::new()
            .description(Some(
                "A change of a body. Without `format`, the value has the format in which the body was saved.",
            ))
            .property("format", Ref::from_schema_name(Format::name()))
            .property("value", value)
            .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(false)))
            .into()
    }
}

impl ToSchema for BodyPatch {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        BodyInput::schemas(schemas);
    }
}

impl ToSchema for BodyInput {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        // The schema above lists the formats inline, but the parameter `body` refers to the schema of `Format`.
        schemas.push((Format::name().into_owned(), Format::schema()));
        schemas.push((Block::name().into_owned(), Block::schema()));
        Block::schemas(schemas);
    }
}
