//! What readers search for, and what they find.

use serde::Deserialize;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::{IntoParams, ToSchema};

use super::highlights::Highlights;
use crate::content::delivered::DeliveredArticle;
use crate::delivery::articles::dto::ArticleQuery;
use crate::http::page::PageInfo;

/// The parameters of a list of articles; without `q` there is nothing to search for.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct SearchQuery(pub ArticleQuery);

impl IntoParams for SearchQuery {
    /// Those of the list, but for what is different here.
    fn into_params(parameter_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = ArticleQuery::into_params(parameter_in);
        for parameter in &mut parameters {
            if parameter.name == "q" {
                parameter.required = Required::True;
            }
            if parameter.name == "sort" {
                parameter.description = Some(
                    "The order: `relevance` when it is not given. What fits as well is ordered by time, the last \
                     published first."
                        .to_owned(),
                );
            }
        }
        parameters
    }
}

/// A published article in which everything was found.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a hit; the page is written by parts")]
pub struct SearchHit {
    /// The article, or the members that are wanted of it.
    #[schema(value_type = DeliveredArticle)]
    #[serde(flatten)]
    article: DeliveredArticle,
    /// Where it was found.
    highlights: Highlights,
}

/// A page of what was found, the best first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is written by parts")]
pub struct SearchPage {
    /// The articles.
    data: Vec<SearchHit>,
    /// Where the page lies.
    page: PageInfo,
}
