//! Query parameters and pages of published articles.

use serde::{Deserialize, Serialize};
use strum::{EnumString, VariantNames};
use utoipa::{IntoParams, ToSchema};

use super::fields::Field;
use crate::Error;
use crate::content::delivered::{BodyForms, DeliveredArticle};
use crate::content::search::Search;
use crate::content::vocabulary::ArticleType;
use crate::content::{Fault, Language, Time};
use crate::http::comma_separated::{Choice, CommaSeparated, Unknown};
use crate::http::page::{Count, Limit, PageInfo, excluded_from_filter};
use crate::http::query;

/// The filters, order and page of a list of articles.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ArticleQuery {
    /// Articles in any of these sections: section paths, separated by commas, at most 100. A former path stands for
    /// the current one. Subsections are included; see `section_tree`.
    #[param(value_type = Option<Vec<String>>, example = json!(["harbour/ferries", "politics"]), max_items = 100)]
    pub section: Option<CommaSeparated<String>>,
    /// Whether `section` includes the articles of subsections. Default: true. Requires `section`.
    pub section_tree: Option<bool>,
    /// Articles credited to any of these authors: slugs, current or former, separated by commas, at most 100.
    #[param(value_type = Option<Vec<String>>, example = json!(["ada-marlow"]), max_items = 100)]
    pub author: Option<CommaSeparated<String>>,
    /// Articles with any of these tags: slugs, current or former, separated by commas, at most 100.
    #[param(value_type = Option<Vec<String>>, example = json!(["sea-level", "ferries"]), max_items = 100)]
    pub tag: Option<CommaSeparated<String>>,
    /// Articles with all of these tags: slugs, current or former, separated by commas, at most 100.
    #[param(value_type = Option<Vec<String>>, example = json!(["sea-level", "ferries"]), max_items = 100)]
    pub tag_all: Option<CommaSeparated<String>>,
    /// Articles with none of these tags: slugs, current or former, separated by commas, at most 100.
    #[param(value_type = Option<Vec<String>>, example = json!(["advertorial"]), max_items = 100)]
    pub tag_none: Option<CommaSeparated<String>>,
    /// Articles of any of these types, separated by commas: `article`, `opinion`, `analysis`, `interview`,
    /// `review`, `brief`, `gallery`, `video`, `audio`, `liveblog`.
    #[serde(rename = "type")]
    #[param(value_type = Option<Vec<ArticleType>>, example = json!(["article", "analysis"]), max_items = 100)]
    pub kind: Option<CommaSeparated<Choice<ArticleType>>>,
    /// Articles in any of these languages: BCP 47 tags, separated by commas, at most 100. A tag also matches longer
    /// tags that begin with it: `en` matches `en-GB` (RFC 4647, basic filtering).
    #[param(value_type = Option<Vec<Language>>, example = json!(["en", "fa"]), max_items = 100)]
    pub language: Option<CommaSeparated<Language>>,
    /// Articles with these News IDs, separated by commas, at most 100. The list has the order of `sort`, not of the
    /// ids.
    #[param(value_type = Option<Vec<i64>>, example = json!([84451, 84452]), max_items = 100)]
    pub ids: Option<CommaSeparated<i64>>,
    /// Articles other than these: News IDs, separated by commas, at most 100. Use it to omit articles that a page
    /// shows already.
    #[param(value_type = Option<Vec<i64>>, example = json!([84451]), max_items = 100)]
    pub exclude_ids: Option<CommaSeparated<i64>>,
    /// `true`: only breaking news. `false`: everything else.
    pub is_breaking: Option<bool>,
    /// `true`: only articles that the editors feature. `false`: everything else.
    pub is_featured: Option<bool>,
    /// Articles whose `published_at` is this time or later (RFC 3339).
    pub published_after: Option<Time>,
    /// Articles whose `published_at` is earlier than this time (RFC 3339).
    pub published_before: Option<Time>,
    /// Articles whose `updated_at` is this time or later (RFC 3339).
    pub updated_after: Option<Time>,
    /// Articles that contain all words of this text in headline, kicker, lead, summary or body; at most 256
    /// characters. `"sea level"` in quotation marks matches adjacent words; `harb*` matches words that begin with
    /// `harb`; other punctuation has no meaning. A plain word also matches its other forms, by the stems of the languages
    /// in `language`, or without it of all languages of the site: `council` matches "councils". Case, accents,
    /// apostrophes and variants of letters do not matter. Korean, Chinese, Japanese, Thai, Lao, Khmer and Burmese match
    /// within words. A request with `q` counts towards the rate limit of searches.
    #[param(value_type = Option<String>, max_length = 256, example = "ferry \"sea level\" harb*")]
    pub q: Option<Search>,
    /// The order of the list. Default: `-published_at`, newest first. Articles with the same time are ordered by
    /// News ID, in the same direction. `relevance` requires `q`.
    #[param(inline)]
    pub sort: Option<ArticleSort>,
    /// The members of each article to return, separated by commas. Default: all. Other members are omitted, also
    /// those that the schema requires.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(inline, value_type = Option<Vec<Field>>, example = json!(["id", "headline", "url"]), max_items = 100)]
    pub fields: Option<CommaSeparated<Field>>,
    /// Related resources to return with each article, separated by commas: `section`, `breadcrumb`, `authors`,
    /// `tags`. Articles always have all four in short form, so this parameter changes nothing at present.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(inline, value_type = Option<Vec<Included>>, example = json!(["authors", "tags"]), max_items = 100)]
    pub include: Option<CommaSeparated<Included>>,
    /// The formats of `body`, separated by commas: `html`, `blocks`, `markdown`, `text`; or `none`. Default:
    /// `none`, and `body` is null.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(inline, example = json!(["html", "text"]))]
    pub body: Option<BodyForms>,
    /// `exact` returns the number of all articles on the list in `page.total`. It is slow on a large archive: send
    /// it for the first page only.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(inline)]
    pub count: Option<Count>,
    /// The maximum number of articles per page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The position of the page: `next_cursor` or `prev_cursor` of another page of the list. Send the same filters
    /// and `sort` with it. Omit it for the first page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    pub cursor: Option<String>,
}

/// A related resource that `include` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, EnumString, VariantNames, ToSchema)]
#[strum(serialize_all = "snake_case", parse_err_ty = Unknown, parse_err_fn = cannot_include)]
#[schema(rename_all = "snake_case")]
pub enum Included {
    /// The section of the article.
    Section,
    /// The section and its ancestors, from the root down.
    Breadcrumb,
    /// The credited authors.
    Authors,
    /// The tags.
    Tags,
}

fn cannot_include(name: &str) -> Unknown {
    Unknown::new(name, "cannot be included", Included::VARIANTS)
}

impl ArticleQuery {
    /// Fails with 400 if a parameter is given without the one that it requires.
    pub fn check(&self) -> Result<(), Error> {
        let mut faults = Vec::new();
        if self.section_tree.is_some() && self.section.is_none() {
            faults.push(Fault::parameter(
                "section_tree",
                "not-alone",
                "requires `section`; add `section`, or omit `section_tree`",
            ));
        }
        if self.sort == Some(ArticleSort::Relevance) && self.q.is_none() {
            faults.push(Fault::parameter(
                "sort",
                "not-alone",
                "`relevance` requires `q`; add `q`, or choose another order",
            ));
        }
        if faults.is_empty() { Ok(()) } else { Err(query::invalid(faults)) }
    }
}

/// The order of a list of articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum ArticleSort {
    /// The latest `published_at` first.
    #[default]
    #[serde(rename = "-published_at")]
    Newest,
    /// The earliest `published_at` first.
    #[serde(rename = "published_at")]
    Oldest,
    /// The latest `updated_at` first.
    #[serde(rename = "-updated_at")]
    LastChanged,
    /// The best match of `q` first: articles with all words in the headline, then with all words in headline,
    /// kicker and lead, then all others. Within each group the latest `published_at` comes first.
    #[serde(rename = "relevance")]
    Relevance,
}

/// The members and body formats of one article.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OneArticleQuery {
    /// The members of the article to return, separated by commas. Default: all. Other members are omitted, also
    /// those that the schema requires. Works only with `Accept: application/json`.
    #[param(inline, value_type = Option<Vec<Field>>, example = json!(["id", "headline", "body"]), max_items = 100)]
    pub fields: Option<CommaSeparated<Field>>,
    /// Related resources to return with the article, separated by commas: `section`, `breadcrumb`, `authors`,
    /// `tags`. Articles always have all four in short form, so this parameter changes nothing at present.
    #[param(inline, value_type = Option<Vec<Included>>, example = json!(["authors", "tags"]), max_items = 100)]
    pub include: Option<CommaSeparated<Included>>,
    /// The formats of `body`, separated by commas: `html`, `blocks`, `markdown`, `text`; or `none`. Default:
    /// `html`. Works only with `Accept: application/json`.
    #[param(inline, example = json!(["html", "text"]))]
    pub body: Option<BodyForms>,
}

/// A page of articles, in the requested order.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is written by parts")]
pub struct ArticlePage {
    /// The articles.
    data: Vec<DeliveredArticle>,
    /// The cursors of the adjacent pages.
    page: PageInfo,
}
