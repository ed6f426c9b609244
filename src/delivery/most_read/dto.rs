//! The most read articles as readers' apps get them.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::content::delivered::DeliveredArticle;
use crate::content::time_bucket::TimeBucket;
use crate::http::page::{Limit, PageInfo};

/// Which articles, read when.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MostReadQuery {
    /// The time in which they were read, up to now: `24h` when it is not given.
    #[param(inline)]
    pub window: Option<Window>,
    /// Only those in the section with this path, and in the sections below it.
    #[param(example = "harbour")]
    pub section: Option<String>,
    /// At most so many.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
}

/// A time up to now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
pub enum Window {
    /// An hour.
    #[serde(rename = "1h")]
    Hour,
    /// A day.
    #[default]
    #[serde(rename = "24h")]
    Day,
    /// A week.
    #[serde(rename = "7d")]
    Week,
    /// 30 days.
    #[serde(rename = "30d")]
    Month,
}

impl Window {
    /// The spans in which its views are counted.
    pub fn span(self) -> TimeBucket {
        match self {
            Self::Hour => TimeBucket::TenMinutes,
            Self::Day => TimeBucket::Hour,
            Self::Week | Self::Month => TimeBucket::Day,
        }
    }

    /// How long it is, in seconds.
    pub fn seconds(self) -> i64 {
        match self {
            Self::Hour => 60 * 60,
            Self::Day => 24 * 60 * 60,
            Self::Week => 7 * 24 * 60 * 60,
            Self::Month => 30 * 24 * 60 * 60,
        }
    }
}

/// A published article, without its body, and its rank.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of an article; the page is written by parts")]
pub struct MostReadArticle {
    /// The article.
    #[serde(flatten)]
    article: DeliveredArticle,
    /// Its rank: 1 is the most read.
    #[schema(minimum = 1)]
    rank: u32,
}

/// The most read articles, the most read first: a list of one page.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is written by parts")]
pub struct MostReadPage {
    /// The articles.
    data: Vec<MostReadArticle>,
    /// The page, which has no neighbours.
    page: PageInfo,
}
