//! The handlers of the pages. Those of problem codes are operations of the API, because problem documents refer to them.

use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse, get};

use super::site_pages::Pages;
use crate::http::query::NoQuery;
use crate::http::{Error, Query};

/// List the problem codes
///
/// Returns an HTML page with every problem code, its status and its title.
#[utoipa::path(
    tag = "Service",
    operation_id = "list_problems",
    responses(
        (status = 200, description = "The HTML page.", body = String, content_type = "text/html"),
        (status = 304, description = "The page has not changed since your `If-None-Match`."),
    )
)]
#[get("/problems")]
pub async fn list_problems(
    request: HttpRequest,
    pages: Data<Pages>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    pages.problems.respond(&request).await
}

/// Explain a problem code
///
/// Returns an HTML page with the cause of a problem, what to do, and a sample.
#[utoipa::path(
    tag = "Service",
    operation_id = "explain_problem",
    params(("code" = String, Path, description = "The `code` of a problem document.", example = "not-found")),
    responses(
        (status = 200, description = "The HTML page.", body = String, content_type = "text/html"),
        (status = 304, description = "The page has not changed since your `If-None-Match`."),
    )
)]
#[get("/problems/{code}")]
pub async fn explain_problem(
    request: HttpRequest,
    pages: Data<Pages>,
    code: web::Path<String>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    let page = pages.problem.get(code.as_str()).ok_or_else(|| Error::not_found("problem code"))?;
    page.respond(&request).await
}

/// The front page.
pub async fn front_page(request: HttpRequest, pages: Data<Pages>) -> Result<HttpResponse, Error> {
    pages.front.respond(&request).await
}

/// The style sheet.
pub async fn style(request: HttpRequest, pages: Data<Pages>) -> Result<HttpResponse, Error> {
    pages.style.respond(&request).await
}

/// The icon.
pub async fn icon(request: HttpRequest, pages: Data<Pages>) -> Result<HttpResponse, Error> {
    pages.icon.respond(&request).await
}

/// What search engines may read.
pub async fn robots(request: HttpRequest, pages: Data<Pages>) -> Result<HttpResponse, Error> {
    pages.robots.respond(&request).await
}
