//! The pages that the `type` of problem documents refers to.

use actix_web::{HttpResponse, get, web};

use super::query::NoQuery;
use super::{Code, Error, Query};

/// List the problem codes
///
/// Returns an HTML page with every problem code, its status and its title.
#[utoipa::path(
    tag = "Service",
    operation_id = "list_problems",
    responses((status = 200, description = "The HTML page.", body = String, content_type = "text/html"))
)]
#[get("/problems")]
pub async fn list_problems(_: Query<NoQuery>) -> HttpResponse {
    let items = Code::ALL.iter().map(|code| {
        let (name, title, status) = (code.name(), code.title(), code.status().as_u16());
        format!(
            "<li><a href=\"/problems/{name}\"><code>{name}</code></a>, HTTP status {status}: {title}</li>\n"
        )
    });
    page("Problem codes", &format!("<ul>\n{}</ul>\n", items.collect::<String>()))
}

/// Explain a problem code
///
/// Returns an HTML page that explains what a problem code means and what to do next.
#[utoipa::path(
    tag = "Service",
    operation_id = "explain_problem",
    params(("code" = String, Path, description = "The `code` of a problem document.", example = "not-found")),
    responses((status = 200, description = "The HTML page.", body = String, content_type = "text/html"))
)]
#[get("/problems/{code}")]
pub async fn explain_problem(code: web::Path<String>, _: Query<NoQuery>) -> Result<HttpResponse, Error> {
    let code = Code::ALL.iter().find(|known| known.name() == code.as_str());
    let code = code.ok_or_else(|| Error::not_found("problem code"))?;
    let (name, status, explanation) = (code.name(), code.status().as_u16(), code.explanation());
    let text = format!("<p><code>{name}</code>, HTTP status {status}</p>\n<p>{explanation}</p>\n");
    Ok(page(code.title(), &text))
}

/// An HTML page with this title and text.
fn page(title: &str, text: &str) -> HttpResponse {
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <h1>{title}</h1>\n{text}</html>\n"
    );
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header(("Cache-Control", "public, max-age=3600"))
        .body(page)
}
