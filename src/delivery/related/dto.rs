//! Related articles as readers' apps get them.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::model::Reason;
use crate::content::delivered::DeliveredArticle;
use crate::http::page::{Limit, PageInfo};

/// How many related articles are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RelatedQuery {
    /// At most so many.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
}

/// A published article, without its body, and why it is related.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of an article; the page is written by parts")]
pub struct RelatedArticle {
    /// The article.
    #[serde(flatten)]
    article: DeliveredArticle,
    /// Why it is related.
    reason: Reason,
}

/// Related articles, the best first: a list of one page.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is written by parts")]
pub struct RelatedPage {
    /// The articles.
    data: Vec<RelatedArticle>,
    /// The page, which has no neighbours.
    page: PageInfo,
}
