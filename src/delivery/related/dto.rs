//! Related articles as readers' apps get them.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::Reason;
use crate::content::cache_tags::{CacheTags, Tagged};
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
#[derive(Debug, Serialize, ToSchema)]
pub struct RelatedArticle {
    /// The article.
    #[serde(flatten)]
    pub article: DeliveredArticle,
    /// Why it is related.
    pub reason: Reason,
}

/// Related articles, the best first: a list of one page.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct RelatedPage {
    /// The articles.
    data: Vec<RelatedArticle>,
    /// The page, which has no neighbours.
    page: PageInfo,
}

impl Tagged for RelatedArticle {
    fn tag(&self, tags: &mut CacheTags) {
        self.article.tag(tags);
    }
}
