//! What surrounds every request and answer: the request id, HEAD, problem documents, one line of log.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, web};
use log::Level;

use super::limits::{self, Usage};
use super::{Code, Problem, Site, unread};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id under which the log knows a request; every request has one among its extensions.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Makes the ids of requests that come without one: unique among all servers and all starts.
#[derive(Debug)]
pub struct RequestIds {
    start: u64,
    next: AtomicU64,
}

impl RequestIds {
    /// Ids that begin with the random number `start`.
    pub fn new(start: u64) -> Self {
        Self { start, next: AtomicU64::new(1) }
    }

    fn next(&self) -> String {
        format!("{:016x}-{:x}", self.start, self.next.fetch_add(1, Ordering::Relaxed))
    }
}

/// Wraps all routes. Gives the request its id, lets HEAD be answered as GET, writes the problem
/// document of a failed request, and logs the request under `broadsheet::access`.
pub async fn envelope(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody + 'static>>, Error> {
    let started = Instant::now();
    let uri = request.uri().clone();
    let (method, path) = (request.method().clone(), uri.path());
    let id = RequestId(request_id(&request));
    request.extensions_mut().insert(id.clone());
    if method == Method::HEAD {
        // The connection still knows that this was HEAD, and keeps the body back.
        request.head_mut().method = Method::GET;
    }
    let unread = unread::hold(&mut request);
    let response = next.call(request).await?;
    if let Some(unread) = unread {
        unread.release();
    }
    let status = response.status();
    let (response, cause) = if status.is_client_error() || status.is_server_error() {
        let cause = cause(&response);
        (problem(response, path, &id), cause)
    } else {
        (response.map_into_left_body(), None)
    };
    let mut response = response;
    let site = response.request().app_data::<web::Data<Site>>();
    let is_https = site.is_some_and(|site| site.public_url.starts_with("https:"));
    let usage = response.request().extensions().get::<Usage>().copied();
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::try_from(&id.0) {
        headers.insert(X_REQUEST_ID, id);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if !headers.contains_key(REFERRER_POLICY) {
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    }
    if is_https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if method == Method::POST
        && let Some(usage) = usage
    {
        limits::tell(headers, usage);
    }
    // Reads that succeed are most of all there is, and say little.
    let read = matches!(method, Method::GET | Method::HEAD)
        && !(status.is_client_error() || status.is_server_error());
    let level = if read { Level::Debug } else { Level::Info };
    let (logged, micros) = (without_secrets(path), started.elapsed().as_micros());
    log::log!(target: "broadsheet::access", level, "{method} {logged} {} {micros}us {}", status.as_u16(), id.0);
    if let Some(cause) = cause {
        log::error!("{}: {cause}", id.0);
    }
    Ok(response)
}

/// The path as the log may hold it: a preview's token is a credential.
fn without_secrets(path: &str) -> &str {
    const PREVIEW: &str = "/v1/preview/";
    if path.starts_with(PREVIEW) { PREVIEW } else { path }
}

/// The id that came with the request, if it is well formed: 1 to 64 letters, digits, `.`, `_`, `-`.
fn request_id(request: &ServiceRequest) -> String {
    let well_formed = |id: &&str| {
        (1..=64).contains(&id.len()) && id.bytes().all(|c| c.is_ascii_alphanumeric() || b"._-".contains(&c))
    };
    let given = request.headers().get(X_REQUEST_ID).and_then(|id| id.to_str().ok()).filter(well_formed);
    match (given, request.app_data::<web::Data<RequestIds>>()) {
        (Some(id), _) => id.to_owned(),
        (None, Some(ids)) => ids.next(),
        (None, None) => String::from("-"),
    }
}

/// What the log is told of a failure that is ours.
fn cause<B>(response: &ServiceResponse<B>) -> Option<String> {
    let error = response.response().error()?;
    match error.as_error::<crate::Error>() {
        Some(error) => error.failure().cause.clone(),
        None => response.status().is_server_error().then(|| error.to_string()),
    }
}

/// Puts the problem document in place of the body. What the framework refused by itself gets the
/// code that fits its status.
fn problem<B, C>(response: ServiceResponse<B>, path: &str, id: &RequestId) -> ServiceResponse<EitherBody<C>> {
    let status = response.status();
    let failure = response.response().error().and_then(|error| error.as_error::<crate::Error>());
    let document = match failure.map(crate::Error::failure) {
        Some(failure) => Problem::of(failure, path, id),
        None => {
            let code = Code::of_status(status);
            let error = crate::Error::new(code, format!("{}.", code.title()));
            Problem { status: status.as_u16(), ..Problem::of(error.failure(), path, id) }
        }
    };
    let mut headers = response.headers().clone();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    let body = serde_json::to_vec(&document).unwrap_or_default();
    let mut replacement = HttpResponse::new(status).set_body(body);
    *replacement.headers_mut() = headers;
    let (request, _) = response.into_parts();
    ServiceResponse::new(request, replacement.map_into_boxed_body())
        .map_body(|_, body| EitherBody::right(body))
}
