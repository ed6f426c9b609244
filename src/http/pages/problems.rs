//! The pages that the `type` of problem documents refers to.

use actix_web::{HttpResponse, get, web};

use super::template::{page, with_code};
use crate::content::body::escaped;
use crate::http::query::NoQuery;
use crate::http::{Code, Error, Problem, Query};

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
            "<li><a href=\"/problems/{name}\"><code>{name}</code></a> <span class=\"status\">{status}</span> {title}</li>\n"
        )
    });
    let text = format!(
        "<p>Every response with a status of 400 or more has a problem document (RFC 9457). Its <code>code</code> is one of \
         these.</p>\n<ul>\n{}</ul>\n",
        items.collect::<String>()
    );
    page("Problem codes", &text)
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
    let (name, status) = (code.name(), code.status().as_u16());
    let example = serde_json::to_string_pretty(&Problem::example(*code)).map_err(Error::internal)?;
    let text = format!(
        "<p class=\"status\"><code>{name}</code>, HTTP status {status}</p>\n<p>{}</p>\n<h2>Example</h2>\n\
         <pre><code>{}</code></pre>\n<p><a href=\"/problems\">All problem codes</a></p>\n",
        with_code(code.explanation()),
        escaped(&example)
    );
    Ok(page(code.title(), &text))
}
