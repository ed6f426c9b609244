//! The documentation: the guide at `/docs/guide`, and the reference of all operations at `/docs`, which Scalar shows. All files are
//! part of the binary.

mod guide;
mod reference;

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};

use self::reference::Reference;
use super::cache::FixedResponse;
use crate::http::Error;

static REFERENCE: LazyLock<Reference> = LazyLock::new(Reference::new);

static GUIDE: LazyLock<HashMap<&'static str, FixedResponse>> = LazyLock::new(guide::pages);

/// The routes of the pages and their files.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/docs", web::get().to(reference_page))
        .route("/docs/", web::get().to(async || web::Redirect::to("/docs").permanent()))
        .route("/docs/guide", web::get().to(guide_index))
        .route("/docs/guide/{page}", web::get().to(guide_page))
        .route("/docs/{file}", web::get().to(file));
}

async fn reference_page(request: HttpRequest) -> Result<HttpResponse, Error> {
    REFERENCE.page.respond(&request).await
}

/// A file of the reference. A page that a browser or another release has kept may ask for an older file: it is sent to the
/// present one.
async fn file(request: HttpRequest, name: web::Path<String>) -> Result<HttpResponse, Error> {
    let file = REFERENCE.file(&name).ok_or_else(|| Error::not_found("file"))?;
    if file.name == *name {
        return file.response.respond(&request).await;
    }
    let location = (LOCATION, format!("/docs/{}", file.name));
    Ok(HttpResponse::TemporaryRedirect()
        .insert_header(location)
        .insert_header(("Cache-Control", "no-store"))
        .finish())
}

async fn guide_index(request: HttpRequest) -> Result<HttpResponse, Error> {
    respond_with_guide("README", &request).await
}

async fn guide_page(request: HttpRequest, name: web::Path<String>) -> Result<HttpResponse, Error> {
    if *name == "README" {
        return Err(Error::not_found("page"));
    }
    respond_with_guide(&name, &request).await
}

async fn respond_with_guide(name: &str, request: &HttpRequest) -> Result<HttpResponse, Error> {
    let page = GUIDE.get(name).ok_or_else(|| Error::not_found("page"))?;
    page.respond(request).await
}
