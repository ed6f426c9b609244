//! The documentation page at `/docs`: Swagger UI with a sign-in form. All its files are part of the binary.

use std::borrow::Cow;
use std::sync::Arc;

use actix_web::{HttpResponse, web};
use utoipa_swagger_ui::Config;

use crate::http::Error;

const PAGE: &str = include_str!("page.html");
const SCRIPT: &str = include_str!("page.js");

/// The content security policy: the page runs and loads only what this server sends. Swagger UI needs inline styles, and `data:`
/// URLs for its icons.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The routes of the page and its files.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/docs", web::get().to(page))
        .route("/docs/", web::get().to(async || web::Redirect::to("/docs").permanent()))
        .route("/docs/page.js", web::get().to(script))
        .route("/docs/{file}", web::get().to(file));
}

async fn page() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header(("Content-Security-Policy", POLICY))
        .body(PAGE)
}

async fn script() -> HttpResponse {
    HttpResponse::Ok().content_type("text/javascript; charset=utf-8").body(SCRIPT)
}

/// A file of Swagger UI. 404 when there is no file with this name.
async fn file(name: web::Path<String>) -> Result<HttpResponse, Error> {
    let file =
        utoipa_swagger_ui::serve(&name, Arc::new(Config::from("/openapi.json"))).map_err(Error::internal)?;
    let file = file.ok_or_else(|| Error::not_found("file"))?;
    let bytes = match file.bytes {
        Cow::Borrowed(bytes) => web::Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    };
    Ok(HttpResponse::Ok().content_type(file.content_type).body(bytes))
}
