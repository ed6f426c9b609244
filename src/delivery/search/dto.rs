//! The parameters and pages of a search.

use serde::Deserialize;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::{IntoParams, ToSchema};

use super::highlights::Highlights;
use crate::content::delivered::DeliveredArticle;
use crate::delivery::articles::dto::ArticleQuery;
use crate::http::page::PageInfo;

/// The parameters of a list of articles, of which `q` is required.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct SearchQuery(pub ArticleQuery);

impl IntoParams for SearchQuery {
    /// The parameters of the list, with the differences of a search.
    fn into_params(parameter_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = ArticleQuery::into_params(parameter_in);
        for parameter in &mut parameters {
            if parameter.name == "q" {
                parameter.required = Required::True;
            }
            if parameter.name == "sort" {
                parameter.description = Some(
                    "The order of the list. Default: `relevance`, the best match first; equal matches are ordered by \
                     `published_at`, newest first."
                        .to_owned(),
                );
            }
        }
        parameters
    }
}

/// A published article that matches the search.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a hit; the page is written by parts")]
pub struct SearchHit {
    /// The article, with the members that `fields` requests.
    #[schema(value_type = DeliveredArticle)]
    #[serde(flatten)]
    article: DeliveredArticle,
    /// The texts of the article with the matching words marked.
    highlights: Highlights,
}

/// A page of articles that match the search, in the requested order.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is written by parts")]
pub struct SearchPage {
    /// The articles.
    data: Vec<SearchHit>,
    /// The cursors of the adjacent pages.
    page: PageInfo,
    /// When nothing is found: a query that finds something under the same filters, with the most similar words of
    /// published articles in the place of those that no article has. Null when something is found, and when no query
    /// is similar.
    #[schema(required, example = "ferry harbour")]
    did_you_mean: Option<String>,
}
