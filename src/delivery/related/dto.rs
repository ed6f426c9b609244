//! Related articles in the delivery API.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::model::Reason;
use crate::content::delivered::DeliveredArticle;
use crate::http::page::{Limit, PageInfo};

/// The number of related articles to return.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RelatedQuery {
    /// The maximum number of articles.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
}

/// A published article without its body, with the reason why it is related.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of an article; the page is written by parts")]
pub struct RelatedArticle {
    /// The article.
    #[serde(flatten)]
    article: DeliveredArticle,
    /// The reason why the article is related.
    reason: Reason,
}

/// Related articles, the most relevant first. The list has one page only.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is written by parts")]
pub struct RelatedPage {
    /// The articles.
    data: Vec<RelatedArticle>,
    /// The page; both cursors are null.
    page: PageInfo,
}
