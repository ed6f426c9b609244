//! What clients may ask for.

use serde::{Deserialize, Serialize};
use strum::{EnumString, VariantNames};
use utoipa::{IntoParams, ToSchema};

use super::fields::Field;
use crate::Error;
use crate::content::delivered::BodyForms;
use crate::content::search::Search;
use crate::content::vocabulary::ArticleType;
use crate::content::{Fault, Language, Time};
use crate::http::comma_separated::{Choice, CommaSeparated, Unknown};
use crate::http::page::{Count, Limit, excluded_from_filter};
use crate::http::query;

/// Which articles to list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ArticleQuery {
    /// Only those in any of the sections with these paths, separated by commas, at most 100. A path that a section had
    /// once counts as its present one; a section that does not exist has no articles.
    #[param(value_type = Option<String>, example = "harbour/ferries,politics")]
    pub section: Option<CommaSeparated<String>>,
    /// With `section`: whether the sections below it count too; true when it is not given.
    pub section_tree: Option<bool>,
    /// Only those by any of the authors with these slugs, present or former, separated by commas, at most 100.
    #[param(value_type = Option<String>, example = "ada-marlow")]
    pub author: Option<CommaSeparated<String>>,
    /// Only those with any of these tags: slugs, present or former, separated by commas, at most 100.
    #[param(value_type = Option<String>, example = "sea-level,ferries")]
    pub tag: Option<CommaSeparated<String>>,
    /// Only those with all of these tags.
    #[param(value_type = Option<String>)]
    pub tag_all: Option<CommaSeparated<String>>,
    /// Only those with none of these tags.
    #[param(value_type = Option<String>)]
    pub tag_none: Option<CommaSeparated<String>>,
    /// Only pieces of any of these kinds, separated by commas.
    #[serde(rename = "type")]
    #[param(value_type = Option<String>, example = "article,analysis")]
    pub kind: Option<CommaSeparated<Choice<ArticleType>>>,
    /// Only those in any of these languages, separated by commas, also those that name a country or a script with it
    /// (RFC 4647, basic filtering).
    #[param(value_type = Option<String>, example = "en,fa")]
    pub language: Option<CommaSeparated<Language>>,
    /// Only those of these News IDs, separated by commas, at most 100.
    #[param(value_type = Option<String>, example = "84451,84452")]
    pub ids: Option<CommaSeparated<i64>>,
    /// Only those of other News IDs than these.
    #[param(value_type = Option<String>)]
    pub exclude_ids: Option<CommaSeparated<i64>>,
    /// Only breaking news, or only what is none.
    pub is_breaking: Option<bool>,
    /// Only what the editors chose for a prominent place, or only what they did not.
    pub is_featured: Option<bool>,
    /// Only those published at this time or later.
    pub published_after: Option<Time>,
    /// Only those published before this time.
    pub published_before: Option<Time>,
    /// Only those that changed for readers at this time or later.
    pub updated_after: Option<Time>,
    /// Only those in which everything is found that is searched for, in headline, kicker, lead, summary or text: each
    /// word, with `"…"` words that follow each other, with `word*` words that begin so; everything else stands for
    /// itself. Case, accents and the spellings of Arabic letters make no difference. At most 256 characters.
    #[param(value_type = Option<String>, example = "ferry \"sea level\" harb*")]
    pub q: Option<Search>,
    /// The order: `-published_at`, the newest first, when it is not given. What has the same time is ordered by
    /// News ID, in the same direction.
    #[param(inline)]
    pub sort: Option<ArticleSort>,
    /// The members that are wanted, separated by commas, all when it is not given. The articles then have these
    /// members only, so each is a part of what is described.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<String>, example = "id,headline,url")]
    pub fields: Option<CommaSeparated<Field>>,
    /// What else is to be in the answer, separated by commas. `section`, `breadcrumb`, `authors` and `tags` always are,
    /// in short form, so that naming them changes nothing; there is nothing else yet.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<String>, example = "authors,tags")]
    pub include: Option<CommaSeparated<Included>>,
    /// The forms of the body to include, separated by commas; `none` when it is not given.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<String>, example = "html,text")]
    pub body: Option<BodyForms>,
    /// `exact` tells in `page.total` how many there are in all. That takes time in a large archive.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(inline)]
    pub count: Option<Count>,
    /// How many a page holds.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    pub cursor: Option<String>,
}

/// Something that an answer can include.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, EnumString, VariantNames)]
#[strum(serialize_all = "snake_case", parse_err_ty = Unknown, parse_err_fn = not_included)]
pub enum Included {
    /// The section.
    Section,
    /// The sections from the top down to it.
    Breadcrumb,
    /// Who made it.
    Authors,
    /// What it is about.
    Tags,
}

fn not_included(name: &str) -> Unknown {
    Unknown::new(name, "cannot be included", Included::VARIANTS)
}

impl ArticleQuery {
    /// 400 when parameters are given without those that they go with.
    pub fn check(&self) -> Result<(), Error> {
        let mut faults = Vec::new();
        if self.section_tree.is_some() && self.section.is_none() {
            faults.push(Fault::parameter("section_tree", "not-alone", "goes with `section` only"));
        }
        if self.sort == Some(ArticleSort::Relevance) && self.q.is_none() {
            faults.push(Fault::parameter("sort", "not-alone", "`relevance` goes with `q` only"));
        }
        if faults.is_empty() { Ok(()) } else { Err(query::invalid(faults)) }
    }
}

/// The order of a list of articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum ArticleSort {
    /// The last published first.
    #[default]
    #[serde(rename = "-published_at")]
    Newest,
    /// The first published first.
    #[serde(rename = "published_at")]
    Oldest,
    /// The last changed first.
    #[serde(rename = "-updated_at")]
    LastChanged,
    /// With `q`: first those that have all of it in the headline, then those that have it in headline, kicker and
    /// lead, then all others; in each the last published first.
    #[serde(rename = "relevance")]
    Relevance,
}

/// How to deliver one article.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OneArticleQuery {
    /// The members that are wanted, separated by commas, all when it is not given. The answer then has these
    /// members only, so it is a part of what is described.
    #[param(value_type = Option<String>, example = "id,headline,body")]
    pub fields: Option<CommaSeparated<Field>>,
    /// What else is to be in the answer, separated by commas. `section`, `breadcrumb`, `authors` and `tags` always are,
    /// in short form, so that naming them changes nothing; there is nothing else yet.
    #[param(value_type = Option<String>, example = "authors,tags")]
    pub include: Option<CommaSeparated<Included>>,
    /// The forms of the body to include, separated by commas; `html` when it is not given.
    #[param(value_type = Option<String>, example = "html,text")]
    pub body: Option<BodyForms>,
}
