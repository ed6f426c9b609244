//! What clients may ask for.

use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use crate::content::delivered::BodyForms;
use crate::http::page::{Limit, not_of_the_filter};

/// Which articles to list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
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
