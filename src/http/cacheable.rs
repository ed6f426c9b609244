//! Answers that anyone may keep: the public wing's.

use actix_web::http::header::{CACHE_CONTROL, ETag, EntityTag, Header, IfNoneMatch, LINK, LOCATION};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use percent_encoding::{CONTROLS, utf8_percent_encode};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::page::Page;
use crate::Error;

/// How long browsers and shared caches may keep an answer, and show it while they ask again or
/// while we are down.
const LIFETIME: &str = "public, max-age=10, s-maxage=30, stale-while-revalidate=30, stale-if-error=600";

/// 200 with `value` as JSON under a strong `ETag` made from its bytes, or 304 when the client has
/// them already.
pub fn json(request: &HttpRequest, value: &impl Serialize) -> Result<HttpResponse, Error> {
    respond(request, value, None)
}

/// The same for a page of a list, with its `Link` header.
pub fn page<T: Serialize>(request: &HttpRequest, page: &Page<T>) -> Result<HttpResponse, Error> {
    respond(request, page, Some(page.links(request)))
}

/// 301 to `path`, the present address of what was asked for by a former one. The query goes along.
pub fn moved(request: &HttpRequest, path: &str) -> HttpResponse {
    // A query may hold bytes that a header may not.
    let location = match request.query_string() {
        "" => path.to_owned(),
        query => format!("{path}?{}", utf8_percent_encode(query, CONTROLS)),
    };
    HttpResponse::MovedPermanently()
        .insert_header((LOCATION, location))
        .insert_header((CACHE_CONTROL, LIFETIME))
        .finish()
}

fn respond(
    request: &HttpRequest,
    value: &impl Serialize,
    links: Option<String>,
) -> Result<HttpResponse, Error> {
    let bytes = serde_json::to_vec(value).map_err(Error::internal)?;
    let tag = EntityTag::new_strong(URL_SAFE_NO_PAD.encode(&Sha256::digest(&bytes)[..15]));
    let unchanged = has(request, &tag);
    let mut response = if unchanged { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header(ETag(tag)).insert_header((CACHE_CONTROL, LIFETIME));
    if let Some(links) = links {
        response.insert_header((LINK, links));
    }
    Ok(if unchanged { response.finish() } else { response.content_type("application/json").body(bytes) })
}

/// Whether `If-None-Match` names the representation; compared weakly, as RFC 9110 §13.1.2 wants it.
fn has(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => request.headers().contains_key("if-none-match"),
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(tag)),
        Err(_) => false,
    }
}
