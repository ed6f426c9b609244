//! What clients may ask for.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Deserialize as DeriveDeserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::page::{Limit, not_of_the_filter};

/// Which articles to list.
#[derive(Clone, Debug, Default, Serialize, DeriveDeserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ArticleQuery {
    /// Only those in the section with this path. A section that is not there has no articles.
    #[param(example = "harbour/ferries")]
    pub section: Option<String>,
    /// With `section`: whether the sections below it count too; true when it is not given.
    pub section_tree: Option<bool>,
    /// Only those by the author with this slug.
    pub author: Option<String>,
    /// Only those with any of these tags: slugs, separated by commas, at most 100.
    pub tag: Option<String>,
    /// The forms of the body to include, separated by commas; `none` when it is not given.
    #[param(value_type = Option<String>, example = "html,text")]
    pub body: Option<BodyForms>,
    /// How many a page holds.
    #[serde(skip_serializing_if = "not_of_the_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    #[serde(skip_serializing_if = "not_of_the_filter")]
    pub cursor: Option<String>,
}

/// How to deliver one article.
#[derive(Clone, Debug, Default, DeriveDeserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FormQuery {
    /// The forms of the body to include, separated by commas; `html` when it is not given.
    #[param(value_type = Option<String>, example = "html,text")]
    pub body: Option<BodyForms>,
}

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
