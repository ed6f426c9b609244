//! The pages behind the `type` of problem documents.

use actix_web::{HttpResponse, get, web};

use super::query::Nothing;
use super::{Code, Query};
use crate::Error;

/// Explain a problem code
///
/// A short page for people that says what the code in a problem document means and what to do.
#[utoipa::path(
    tag = "Service",
    operation_id = "explain_problem",
    params(("code" = String, Path, description = "The `code` of a problem document.", example = "not-found")),
    responses((status = 200, description = "The page.", body = String, content_type = "text/html"))
)]
#[get("/problems/{code}")]
pub async fn explain_problem(code: web::Path<String>, _: Query<Nothing>) -> Result<HttpResponse, Error> {
    let code = Code::ALL.iter().find(|known| known.name() == code.as_str());
    let code = code.ok_or_else(|| Error::not_found("problem code"))?;
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <h1>{title}</h1>\n<p><code>{name}</code>, HTTP status {status}</p>\n<p>{explanation}</p>\n</html>\n",
        title = code.title(),
        name = code.name(),
        status = code.status().as_u16(),
        explanation = code.explanation(),
    );
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header(("Cache-Control", "public, max-age=3600"))
        .body(page))
}
