//! A body as it is sent and answered, in any of its formats.

use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use serde::{Serialize, de};
use serde_json::{Value, json};
use utoipa::openapi::schema::{
    AdditionalProperties, AnyOfBuilder, ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type,
};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::content::Faults;
use crate::content::article::Body;
use crate::content::body::{self, Block, Format, Markup};

/// A body and the format it is written in. Both members are required.
#[derive(Clone, Debug, Default, PartialEq, Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BodyInput {
    /// How `value` is written.
    pub format: Option<Format>,
    /// The text, or the blocks.
    pub value: Option<BodyValue>,
}

/// What a body says: a text in Markdown or HTML, or a list that should hold blocks.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum BodyValue {
    /// A text.
    Text(String),
    /// A list, not looked at yet.
    List(Vec<Value>),
}

/// A body, in one format.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "format", rename_all = "lowercase")]
#[schema(as = WorkingBody)]
pub enum BodyView {
    /// Markdown.
    Markdown {
        /// CommonMark, with raw HTML where it has no words of its own.
        value: String,
    },
    /// HTML.
    Html {
        /// Sanitised HTML.
        value: String,
    },
    /// Blocks.
    Blocks {
        /// The blocks.
        value: Vec<Block>,
    },
}

impl BodyInput {
    /// The body as it would have been written in a format.
    pub fn of(body: &Body, format: Format) -> Self {
        let value = match BodyView::of(body, format) {
            BodyView::Markdown { value } | BodyView::Html { value } => BodyValue::Text(value),
            BodyView::Blocks { value } => BodyValue::List(value.iter().map(|block| json!(block)).collect()),
        };
        Self { format: Some(format), value: Some(value) }
    }

    /// Checks the body; faults are noted by their pointers. One that names its format alone, and the same as
    /// the one that is kept, stays as it is.
    pub fn check(self, kept: Option<&Body>, faults: &mut Faults) -> Option<Body> {
        if let Some(kept) = kept.filter(|kept| self.value.is_none() && self.format == Some(kept.format)) {
            return Some(kept.clone());
        }
        let format = faults.required("/body/format", self.format);
        let value = faults.required("/body/value", self.value);
        let format = format?;
        let blocks = match (format, value?) {
            (Format::Markdown, BodyValue::Text(text)) => body::parse(Markup::Markdown, &text),
            (Format::Html, BodyValue::Text(text)) => body::parse(Markup::Html, &text),
            (Format::Blocks, BodyValue::List(list)) => body::from_json(list, "/body/value", faults)?,
            (Format::Blocks, BodyValue::Text(_)) => {
                faults.add("/body/value", "wrong-type", "must be a list of blocks in this format");
                return None;
            }
            (Format::Markdown | Format::Html, BodyValue::List(_)) => {
                faults.add("/body/value", "wrong-type", "must be a string in this format");
                return None;
            }
        };
        Some(Body { format, blocks })
    }
}

impl BodyView {
    /// The body in a format.
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
    fn schema() -> RefOr<Schema> {
        let form = |what: &str, formats: &[&str], value: Schema| {
            let names = formats.iter().map(|name| json!(name)).chain([Value::Null]);
            ObjectBuilder::new()
                .description(Some(what))
                .property(
                    "format",
                    ObjectBuilder::new()
                        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
                        .description(Some("How `value` is written."))
                        .enum_values(Some(names)),
                )
                .property("value", value)
                .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(false)))
        };
        let text = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
            .description(Some("The text. What is not on the allow-list is left out of it."))
            .examples([json!("The *Gannet* sails **every hour** again.")]);
        let blocks = ArrayBuilder::new()
            .schema_type(SchemaType::from_iter([Type::Array, Type::Null]))
            .description(Some("The blocks. What cannot be kept of them is a fault."))
            .items(Ref::from_schema_name(Block::name()));
        AnyOfBuilder::new()
            .description(Some("A body and the format it is written in. Both members are required."))
            .item(form("A text.", &["markdown", "html"], text.into()))
            .item(form("Blocks.", &["blocks"], blocks.into()))
            .into()
    }
}

impl ToSchema for BodyInput {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        // The forms list the formats themselves; the query names them by reference.
        schemas.push((Format::name().into_owned(), Format::schema()));
        schemas.push((Block::name().into_owned(), Block::schema()));
        Block::schemas(schemas);
    }
}
