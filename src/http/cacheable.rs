//! Answers that anyone may keep: the public wing's.
//!
//! What is made here goes through [`super::cache`], which adds entity tags and dates, compresses, and keeps it.

use std::cell::RefCell;

use actix_web::http::header::{CACHE_CONTROL, HeaderName, LINK, LOCATION};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use percent_encoding::{CONTROLS, utf8_percent_encode};
use serde::Serialize;

use super::accept;
use super::cache::{Basis, GoodUntil};
use super::page::Page;
use crate::Error;
use crate::content::{CacheTags, Time, cache_tags};
use crate::db::ContentVersion;

/// How long browsers and shared caches may keep an answer, and show it while they ask again or
/// while we are down.
const LIFETIME: &str = "public, max-age=10, s-maxage=30, stale-while-revalidate=30, stale-if-error=600";

/// The tags of an answer, for caches that purge by them: with spaces, as Fastly and Varnish read them.
const SURROGATE_KEY: HeaderName = HeaderName::from_static("surrogate-key");

/// The same with commas, as Cloudflare and others read them.
const CACHE_TAG: HeaderName = HeaderName::from_static("cache-tag");

/// The media type of JSON.
pub const JSON: &str = "application/json";

/// 200 with `value`, found in that edition, as JSON; `tags` are those of what it depends on.
pub fn json(
    request: &HttpRequest,
    content_version: ContentVersion,
    tags: CacheTags,
    value: &impl Serialize,
) -> Result<HttpResponse, Error> {
    let media = accept::choose(request, &[JSON])?;
    Ok(document(content_version, tags, media, written(value)?))
}

/// A value as JSON. The buffer it is written into is kept: growing one for each answer takes longer than copying
/// what is in it.
pub fn written(value: &impl Serialize) -> Result<Bytes, Error> {
    let (bytes, ()) = written_by(|buffer| serde_json::to_writer(buffer, value).map_err(Error::internal))?;
    Ok(bytes)
}

/// What `write` writes, into the same buffer, and what it says of it.
pub fn written_by<T>(write: impl FnOnce(&mut Vec<u8>) -> Result<T, Error>) -> Result<(Bytes, T), Error> {
    thread_local!(static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) });
    BUFFER.with_borrow_mut(|buffer| {
        buffer.clear();
        let said = write(buffer)?;
        Ok((Bytes::copy_from_slice(buffer), said))
    })
}

/// 200 with the bytes of a document of that media type.
pub fn document(
    content_version: ContentVersion,
    tags: CacheTags,
    media: &str,
    bytes: impl Into<Bytes>,
) -> HttpResponse {
    respond(HttpResponse::Ok(), content_version, tags, media, bytes.into())
}

/// An answer that is over so many seconds after `now`, whatever is published.
pub fn good_for(seconds: i64, now: Time, mut response: HttpResponse) -> Result<HttpResponse, Error> {
    response.extensions_mut().insert(GoodUntil(now.plus_seconds(seconds)));
    let lifetime = format!("public, max-age={}, stale-if-error=600", seconds.min(10));
    response.headers_mut().insert(CACHE_CONTROL, lifetime.try_into().map_err(Error::internal)?);
    Ok(response)
}

/// 200 with a page of a list, and its `Link` header.
pub fn page<T: Serialize>(
    request: &HttpRequest,
    content_version: ContentVersion,
    tags: CacheTags,
    page: &Page<T>,
) -> Result<HttpResponse, Error> {
    page_as(request, content_version, tags, page, written(page)?)
}

/// The same when the page has been written already.
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

/// 301 to `path`, the present address of what was asked for by a former name; `tags` are those of its name. The query goes
/// along.
pub fn moved(
    request: &HttpRequest,
    content_version: ContentVersion,
    tags: CacheTags,
    path: &str,
) -> HttpResponse {
    // A query may hold bytes that a header may not.
    let location = match request.query_string() {
        "" => path.to_owned(),
        query => format!("{path}?{}", utf8_percent_encode(query, CONTROLS)),
    };
    let mut response = HttpResponse::MovedPermanently();
    response.insert_header((LOCATION, location));
    on_basis(&mut response, content_version, tags).finish()
}

fn respond(
    mut response: HttpResponseBuilder,
    content_version: ContentVersion,
    tags: CacheTags,
    media: &str,
    bytes: Bytes,
) -> HttpResponse {
    on_basis(&mut response, content_version, tags).content_type(media).body(bytes)
}

fn on_basis(
    response: &mut HttpResponseBuilder,
    content_version: ContentVersion,
    tags: CacheTags,
) -> &mut HttpResponseBuilder {
    let basis = Basis { content_version, tags: tags.distinct() };
    let tags = cache_tags::header(&basis.tags);
    response.insert_header((CACHE_TAG, tags.replace(' ', ",")));
    response.insert_header((SURROGATE_KEY, tags));
    response.insert_header((CACHE_CONTROL, LIFETIME));
    response.extensions_mut().insert(basis);
    response
}
