//! The most read articles in the delivery API.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::content::delivered::DeliveredArticle;
use crate::content::time_bucket::TimeBucket;
use crate::http::comma_separated::CommaSeparated;
use crate::http::page::{Limit, PageInfo};

/// The time window and section of the most read articles.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MostReadQuery {
    /// The time window in which views count; it ends now. Default: `24h`.
    #[param(inline)]
    pub window: Option<Window>,
    /// Articles in any of these sections or their subsections: section paths, current or former, separated by commas, at
    /// most 100.
    #[param(value_type = Option<Vec<String>>, example = json!(["harbour"]), max_items = 100)]
    pub section: Option<CommaSeparated<String>>,
    /// The maximum number of articles.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
}

/// A time window that ends now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
pub enum Window {
    /// One hour.
    #[serde(rename = "1h")]
    Hour,
    /// 24 hours.
    #[default]
    #[serde(rename = "24h")]
    Day,
    /// 7 days.
    #[serde(rename = "7d")]
    Week,
    /// 30 days.
    #[serde(rename = "30d")]
    Month,
}

impl Window {
    /// The size of the counters that are added up for the window.
    pub fn span(self) -> TimeBucket {
        match self {
            Self::Hour => TimeBucket::TenMinutes,
            Self::Day => TimeBucket::Hour,
            Self::Week | Self::Month => TimeBucket::Day,
        }
    }

    /// The length of the window in seconds.
    pub fn seconds(self) -> i64 {
        match self {
            Self::Hour => 60 * 60,
            Self::Day => 24 * 60 * 60,
            Self::Week => 7 * 24 * 60 * 60,
            Self::Month => 30 * 24 * 60 * 60,
        }
    }
}

/// A published article without its body, with its rank.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of an article; the page is written by parts")]
pub struct MostReadArticle {
    /// The article.
    #[serde(flatten)]
    article: DeliveredArticle,
    /// The rank: 1 for the article with the most views.
    #[schema(minimum = 1)]
    rank: u32,
}

/// The most read articles, most views first. The list has one page only.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is written by parts")]
pub struct MostReadPage {
    /// The articles.
    data: Vec<MostReadArticle>,
    /// The page; both cursors are null.
    page: PageInfo,
}
