//! Responses of the delivery API, which shared caches may store.
//!
//! Handlers make their responses here. [`super::cache`] then adds entity tags and dates, compresses and stores them.

use std::cell::RefCell;

use actix_web::http::header::{CACHE_CONTROL, HeaderName, LINK, LOCATION};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;

use super::cache::{Dependencies, ExpiresAt};
use super::page::Page;
use super::path::encoded;
use super::{Error, accept};
use crate::content::{CacheTags, Time, cache_tags};
use crate::db::ContentVersion;

/// The `Cache-Control` of a response: how long browsers and shared caches may use it, and how long they may use it stale while
/// they revalidate it (RFC 5861) or while the server fails.
const CACHE_POLICY: &str = "public, max-age=10, s-maxage=30, stale-while-revalidate=30, stale-if-error=600";

/// The cache tags of a response, separated by spaces, so that Fastly or Varnish can purge by tag.
const SURROGATE_KEY: HeaderName = HeaderName::from_static("surrogate-key");

/// The same tags, separated by commas, for Cloudflare and others.
const CACHE_TAG: HeaderName = HeaderName::from_static("cache-tag");

/// The media type of JSON.
pub const JSON: &str = "application/json";

/// 200 with `value` as JSON. It was read at `content_version`; `tags` are the tags of all content that it depends on.
pub fn json(
    request: &HttpRequest,
    content_version: ContentVersion,
    tags: CacheTags,
    value: &impl Serialize,
) -> Result<HttpResponse, Error> {
    let media = accept::choose(request, &[JSON])?;
    Ok(document(content_version, tags, media, written(value)?))
}

/// The value as JSON text. Fails with 500 when it cannot be serialized.
pub fn written(value: &impl Serialize) -> Result<Bytes, Error> {
    let (bytes, ()) = written_by(|buffer| serde_json::to_writer(buffer, value).map_err(Error::internal))?;
    Ok(bytes)
}

/// The bytes that `write` writes, and what `write` returns. All calls on a thread share one buffer: copying the bytes is
/// faster than growing a new buffer for each response.
pub fn written_by<T>(write: impl FnOnce(&mut Vec<u8>) -> Result<T, Error>) -> Result<(Bytes, T), Error> {
    thread_local!(static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) });
    BUFFER.with_borrow_mut(|buffer| {
        buffer.clear();
        let result = write(buffer)?;
        Ok((Bytes::copy_from_slice(buffer), result))
    })
}

/// 200 with the bytes of a document of this media type.
pub fn document(
    content_version: ContentVersion,
    tags: CacheTags,
    media: &str,
    bytes: impl Into<Bytes>,
) -> HttpResponse {
    respond(HttpResponse::Ok(), content_version, tags, media, bytes.into())
}

/// The response with an expiration time: `seconds` after `now` it is generated again, even when no content changed.
pub fn good_for(seconds: i64, now: Time, mut response: HttpResponse) -> Result<HttpResponse, Error> {
    response.extensions_mut().insert(ExpiresAt(now.plus_seconds(seconds)));
    let cache_control = format!("public, max-age={}, stale-if-error=600", seconds.min(10));
    response.headers_mut().insert(CACHE_CONTROL, cache_control.try_into().map_err(Error::internal)?);
    Ok(response)
}

/// 200 with a page of a list as JSON, and its `Link` header.
pub fn page<T: Serialize>(
    request: &HttpRequest,
    content_version: ContentVersion,
    tags: CacheTags,
    page: &Page<T>,
) -> Result<HttpResponse, Error> {
    page_as(request, content_version, tags, page, written(page)?)
}

/// The same, with the JSON of the page already written as `bytes`.
pub fn page_as<T>(
    request: &HttpRequest,
    content_version: ContentVersion,
    tags: CacheTags,
    page: &Page<T>,
    bytes: Bytes,
) -> Result<HttpResponse, Error> {
    let media = accept::choose(request, &[JSON])?;
    let mut response = HttpResponse::Ok();
    response.insert_header((LINK, page.links(request)));
    Ok(respond(response, content_version, tags, media, bytes))
}

/// 301 from a former path of a resource to its current `path`, with the same query. `tags` are the tags of its names.
pub fn moved(
    request: &HttpRequest,
    content_version: ContentVersion,
    tags: CacheTags,
    path: &str,
) -> HttpResponse {
    // A slug or a query may contain bytes that are not allowed in a header.
    let path = encoded(path);
    let location = match request.query_string() {
        "" => path.into_owned(),
        query => format!("{path}?{}", encoded(query)),
    };
    let mut response = HttpResponse::MovedPermanently();
    response.insert_header((LOCATION, location));
    with_dependencies(&mut response, content_version, tags).finish()
}

fn respond(
    mut response: HttpResponseBuilder,
    content_version: ContentVersion,
    tags: CacheTags,
    media: &str,
    bytes: Bytes,
) -> HttpResponse {
    with_dependencies(&mut response, content_version, tags).content_type(media).body(bytes)
}

fn with_dependencies(
    response: &mut HttpResponseBuilder,
    content_version: ContentVersion,
    tags: CacheTags,
) -> &mut HttpResponseBuilder {
    let dependencies = Dependencies { content_version, tags: tags.distinct() };
    let tags = cache_tags::header(&dependencies.tags);
    response.insert_header((CACHE_TAG, tags.replace(' ', ",")));
    response.insert_header((SURROGATE_KEY, tags));
    response.insert_header((CACHE_CONTROL, CACHE_POLICY));
    response.extensions_mut().insert(dependencies);
    response
}
