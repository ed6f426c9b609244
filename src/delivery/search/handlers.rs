//! The search operation.

use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{SearchPage, SearchQuery};
use super::results::Results;
use crate::Error;
use crate::content::Fault;
use crate::content::delivered::BodyForms;
use crate::db::Conn;
use crate::delivery::articles::dto::ArticleSort;
use crate::delivery::context::ReadContext;
use crate::http::limits::{RateLimited, Searches};
use crate::http::page::PageRequest;
use crate::http::{Query, query};

/// Search published articles
///
/// Returns the articles that contain all words of `q`, the best match first, each with `highlights`. All filters of
/// `GET /v1/articles` apply.
///
/// A word also finds its other forms, by the stems of the languages in `language`, or without it of all languages of
/// the site: `council` finds "councils". Articles with the exact words come first. Phrases and prefixes find exact
/// forms only. When nothing is found, `did_you_mean` suggests a query that finds something.
///
/// A page can hold fewer articles than `limit`, even none, before the end of the results: the server examines about
/// 10,000 articles for one page. Request pages until `next_cursor` is null.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "search_articles",
    params(SearchQuery),
    responses((status = 200, description = "A page of search results.", body = SearchPage))
)]
#[get("/search")]
pub async fn search_articles(
    _: RateLimited<Searches>,
    context: ReadContext,
    request: HttpRequest,
    Query(SearchQuery(mut filter)): Query<SearchQuery>,
) -> Result<HttpResponse, Error> {
    const Q_REQUIRED: &str = "is required: the words to search for";
    let required = || query::invalid(vec![Fault::parameter("q", "required", Q_REQUIRED)]);
    let search = filter.q.clone().ok_or_else(required)?;
    filter.sort.get_or_insert(ArticleSort::Relevance);
    filter.check()?;
    let page_request = PageRequest::new("search", &filter, filter.limit, filter.cursor.as_deref())?;
    let (forms, fields) = (filter.body.clone().unwrap_or(BodyForms::none()), filter.fields.clone());
    let find = move |c: &mut Conn, context: &ReadContext| {
        Ok(Results::find(c, search, &filter, &page_request, context)?)
    };
    let (Results { page, members }, version) = context.read(find).await?;
    page.respond(&request, version, &context.site, &forms, fields.as_ref(), members.writer())
}
