//! The query parameters of the list of articles: its filters, its order and its page.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::content::vocabulary::{ArticleType, Status};
use crate::content::{Language, Time};
use crate::http::Caller;
use crate::http::comma_separated::{Choice, CommaSeparated};
use crate::http::page::{Count, Limit, excluded_from_filter};
use crate::http::path;

/// The filters and the page of an article list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ArticleQuery {
    /// Only articles with one of these statuses, separated by commas.
    #[param(value_type = Option<Vec<Status>>, example = json!(["draft", "in_review"]), max_items = 100)]
    pub status: Option<CommaSeparated<Choice<Status>>>,
    /// Only articles in one of these sections and in their subsections: section paths, separated by commas, at most 100. A former
    /// path stands for the current one.
    #[param(value_type = Option<Vec<String>>, example = json!(["harbour/ferries", "politics"]), max_items = 100)]
    pub section: Option<CommaSeparated<String>>,
    /// Only articles by one of these authors: slugs, current or former, separated by commas, at most 100.
    #[param(value_type = Option<Vec<String>>, example = json!(["ada-marlow"]), max_items = 100)]
    pub author: Option<CommaSeparated<String>>,
    /// Only articles with one of these tags: slugs, current or former, separated by commas, at most 100.
    #[param(value_type = Option<Vec<String>>, example = json!(["ferries"]), max_items = 100)]
    pub tag: Option<CommaSeparated<String>>,
    /// Only articles of one of these types, separated by commas.
    #[serde(rename = "type")]
    #[param(value_type = Option<Vec<ArticleType>>, example = json!(["article", "analysis"]), max_items = 100)]
    pub kind: Option<CommaSeparated<Choice<ArticleType>>>,
    /// Only articles in one of these languages: BCP 47 tags, separated by commas, at most 100. A tag also matches longer tags that
    /// begin with it: `en` matches `en-GB`.
    #[param(value_type = Option<Vec<Language>>, example = json!(["en", "fa"]), max_items = 100)]
    pub language: Option<CommaSeparated<Language>>,
    /// `true`: only published articles whose working copy has changes that readers do not see yet. `false`: only the others.
    pub has_unpublished_changes: Option<bool>,
    /// Only articles that this account created: its id, or `me` for your own account.
    #[param(value_type = Option<String>, example = "me", pattern = "^(me|[1-9][0-9]{0,15})$")]
    pub created_by: Option<Creator>,
    /// Only articles last changed at this time or later.
    pub updated_after: Option<Time>,
    /// Only articles last changed before this time.
    pub updated_before: Option<Time>,
    /// Only articles that contain a word that starts with each of these words. The search covers headline, kicker, lead,
    /// summary, body, byline, source, slug and News ID. It ignores case, accents and letter variants.
    #[param(example = "ferry timetable", min_length = 1, max_length = 256)]
    pub q: Option<String>,
    /// The order of the list. The default is `-updated_at`. Articles that are equal are ordered by News ID, in the same direction.
    #[param(inline)]
    pub sort: Option<ArticleSort>,
    /// `exact` adds the number of all matching articles as `page.total`. Counting takes time in a large archive.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(inline)]
    pub count: Option<Count>,
    /// The number of articles on a page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The `next_cursor` or `prev_cursor` of another page of the same list.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    pub cursor: Option<String>,
}

/// The order of the list of articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WorkingArticleSort)]
pub enum ArticleSort {
    /// The article that was changed last comes first.
    #[default]
    #[serde(rename = "-updated_at")]
    LastChangedFirst,
    /// The article that was changed last comes last.
    #[serde(rename = "updated_at")]
    LastChangedLast,
    /// By the first 100 characters of the headline, without regard to case, accents and punctuation.
    #[serde(rename = "headline")]
    Headline,
    /// The same, from the end.
    #[serde(rename = "-headline")]
    HeadlineBackward,
    /// The article that is scheduled for the earliest time comes first. Articles that are not scheduled come last.
    #[serde(rename = "publish_at")]
    SoonestFirst,
    /// The article that is scheduled for the latest time comes first. Articles that are not scheduled come last.
    #[serde(rename = "-publish_at")]
    SoonestLast,
}

impl ArticleSort {
    /// Whether smaller sort keys come first.
    pub fn is_ascending(self) -> bool {
        matches!(self, Self::LastChangedLast | Self::Headline | Self::SoonestFirst)
    }
}

/// The account that created an article, in a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Creator {
    /// The account of the request.
    Me,
    /// The account with this id.
    Account(i64),
}

impl Creator {
    /// The id of the account.
    pub fn account(self, caller: &Caller) -> i64 {
        match self {
            Self::Me => caller.id,
            Self::Account(id) => id,
        }
    }
}

impl<'de> Deserialize<'de> for Creator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match path::id(&text) {
            Some(id) => Ok(Self::Account(id)),
            None if text == "me" => Ok(Self::Me),
            None => Err(D::Error::custom("must be `me` or the id of an account")),
        }
    }
}
