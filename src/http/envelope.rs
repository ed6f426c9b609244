//! Middleware around all routes: request ids, HEAD, problem documents, common headers, and the log line of each request.

use std::net::Ipv6Addr;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, LOCATION, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::http::uri::Authority;
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, web};
use log::Level;

use super::body_guard::RequestBodyGuard;
use super::connection::ActiveRequests;
use super::request_id::{RequestId, RequestIds, X_REQUEST_ID};
use super::send_limiter::SendLimiter;
use super::{Code, Error, Problem, Site, limits};

/// The content security policy of responses that a browser can show: they may run, load and frame nothing.
const STRICT_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// Wraps all routes. Assigns the request id, answers HEAD as GET without a body, and writes the problem document of a
/// failed request. Logs each request under `broadsheet::access`.
pub async fn envelope(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let started = Instant::now();
    let uri = request.uri().clone();
    let (method, path) = (request.method().clone(), uri.path());
    let id = match request.app_data::<web::Data<RequestIds>>() {
        Some(ids) => ids.of(request.headers()),
        None => return Err(actix_web::error::ErrorInternalServerError("the application has no request ids")),
    };
    request.extensions_mut().insert(id.clone());
    if method == Method::HEAD {
        // The connection remembers that its last request was HEAD, and sends no body.
        request.head_mut().method = Method::GET;
    }
    let body_guard = RequestBodyGuard::new(&mut request);
    let active_request = request.conn_data::<ActiveRequests>().map(ActiveRequests::begin);
    let response = if has_valid_host(request.headers()) {
        next.call(request).await?.map_into_boxed_body()
    } else {
        let detail = "`Host` must be a host name or IP address, with or without a port. It must not contain a \
                      user name or spaces.";
        request.error_response(Error::new(Code::BadRequest, detail))
    };
    drop(active_request);
    log_failure(&response, &id);
    let response = if is_failure(response.status()) { problem(response, path, &id) } else { response };
    let mut response = match limit_sending(response, &method) {
        Ok(response) => response,
        Err(refused) => problem(*refused, path, &id),
    };
    add_common_headers(&mut response, &id);
    if let Some(guard) = body_guard {
        response = response.map_body(|_, body| guard.attach_to(body));
    }
    log_request(&method, path, response.status(), started, &id);
    Ok(response)
}

fn is_failure(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

/// Logs one line for each request: at `debug` for a successful read, and at `info` for a change or a refusal.
fn log_request(method: &Method, path: &str, status: StatusCode, started: Instant, id: &RequestId) {
    let is_read = matches!(*method, Method::GET | Method::HEAD);
    let level = if is_read && !is_failure(status) { Level::Debug } else { Level::Info };
    log::log!(
        target: "broadsheet::access",
        level,
        request_id = id.as_str(),
        method = method.as_str(),
        path = without_secrets(path),
        status = status.as_u16(),
        micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        "request"
    );
}

/// Logs the cause of a failed request, when it has one that the client does not see. The level is `error` when the server
/// failed, and `warn` when the server is overloaded or the client caused the failure.
fn log_failure(response: &ServiceResponse<BoxBody>, id: &RequestId) {
    let Some(error) = response.response().error() else { return };
    let (code, reason) = match error.as_error::<Error>().map(Error::failure) {
        Some(failure) => match &failure.cause {
            Some(cause) => (failure.code, cause.clone()),
            None => return,
        },
        None if response.status().is_server_error() => {
            (Code::of_status(response.status()), error.to_string())
        }
        None => return,
    };
    let is_ours = response.status().is_server_error() && code != Code::Overloaded;
    let level = if is_ours { Level::Error } else { Level::Warn };
    log::log!(level, request_id = id.as_str(), code = code.name(), reason = reason.as_str(); "request failed");
}

/// Whether `Host` is a host and an optional port (RFC 9110 §7.2). The framework refuses requests with no `Host` or with
/// several.
fn has_valid_host(headers: &HeaderMap) -> bool {
    headers.get(HOST).is_none_or(|host| {
        // Most values are plain names, which need no parsing.
        let is_name = |host: &[u8]| host.iter().all(|c| c.is_ascii_alphanumeric() || b".-_".contains(c));
        is_name(host.as_bytes()) || host.to_str().is_ok_and(is_host_and_port)
    })
}

fn is_host_and_port(text: &str) -> bool {
    let is_number = |text: &str| text.bytes().all(|c| c.is_ascii_digit()) && text.parse::<u16>().is_ok();
    let is_port = |rest: &str| match rest.strip_prefix(':') {
        Some(port) => port.is_empty() || is_number(port),
        None => rest.is_empty(),
    };
    match text.strip_prefix('[').map(|rest| rest.split_once(']')) {
        Some(Some((address, rest))) => address.parse::<Ipv6Addr>().is_ok() && is_port(rest),
        Some(None) => false,
        None => {
            let (name, rest) = text.split_at(text.find(':').unwrap_or(text.len()));
            !name.contains('@') && Authority::try_from(name).is_ok() && is_port(rest)
        }
    }
}

/// Counts the body in the [`SendLimiter`]. Returns a 503 as the error when the response to a read cannot be sent, because
/// too many bytes are waiting.
fn limit_sending(
    response: ServiceResponse<BoxBody>,
    method: &Method,
) -> Result<ServiceResponse<BoxBody>, Box<ServiceResponse<BoxBody>>> {
    if *method == Method::HEAD {
        // The connection sends no body.
        return Ok(response);
    }
    let (request, response) = response.into_parts();
    let (head, body) = response.into_parts();
    let bytes = match body.try_into_bytes() {
        Ok(bytes) => bytes,
        // A streamed body arrives in chunks already.
        Err(body) => return Ok(ServiceResponse::new(request, head.set_body(body))),
    };
    let body = match request.app_data::<web::Data<SendLimiter>>() {
        Some(limiter) => limiter.body(bytes, || limits::client(&request), *method != Method::GET),
        None => Some(BoxBody::new(bytes)),
    };
    match body {
        Some(body) => Ok(ServiceResponse::new(request, head.set_body(body))),
        None => {
            let detail = "Too many long responses are waiting to be sent. Read your pending responses first.";
            let mut refused = HttpResponse::from_error(Error::new(Code::Overloaded, detail));
            let headers = refused.headers_mut();
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            // Scripts of other origins may read the problem document.
            for name in [ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, VARY] {
                if let Some(value) = head.headers().get(&name) {
                    headers.insert(name, value.clone());
                }
            }
            Err(Box::new(ServiceResponse::new(request, refused)))
        }
    }
}

/// Adds the headers that every response has.
fn add_common_headers(response: &mut ServiceResponse<BoxBody>, id: &RequestId) {
    let request = response.request().clone();
    let site = request.app_data::<web::Data<Site>>();
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::try_from(id.as_str()) {
        headers.insert(X_REQUEST_ID, id);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    set_default(headers, REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    if headers.get(CONTENT_TYPE).is_some_and(is_browser_document) {
        set_default(headers, CONTENT_SECURITY_POLICY, STRICT_POLICY);
    }
    if site.is_some_and(|site| site.public_url.starts_with("https:")) {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    let base = site.map(|site| site.location_base.as_str()).filter(|base| !base.is_empty());
    let path = headers.get(LOCATION).and_then(|location| location.to_str().ok());
    if let (Some(base), Some(path)) = (base, path.filter(|path| path.starts_with('/')))
        && let Ok(location) = HeaderValue::try_from([base, path].concat())
    {
        headers.insert(LOCATION, location);
    }
    limits::add_headers(&request, headers);
}

fn set_default(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    if !headers.contains_key(&name) {
        headers.insert(name, value);
    }
}

/// Whether a browser can show this media type as a document: HTML, text, images, scripts, styles, and all kinds of XML.
fn is_browser_document(media_type: &HeaderValue) -> bool {
    let essence = media_type.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
    essence.starts_with(b"text/") || essence.starts_with(b"image/") || essence.ends_with(b"xml")
}

/// The path without the token of a preview link, which is a credential and must not be logged.
pub(super) fn without_secrets(path: &str) -> &str {
    const PREVIEW: &str = "/v1/preview/";
    if path.starts_with(PREVIEW) { PREVIEW } else { path }
}

/// Replaces the body with the problem document. A response that the framework produced gets the code of its status.
fn problem(response: ServiceResponse<BoxBody>, path: &str, id: &RequestId) -> ServiceResponse<BoxBody> {
    let status = response.status();
    let error = response.response().error().and_then(|error| error.as_error::<Error>());
    let document = match error {
        Some(error) => Problem::of(error.failure(), path, id),
        None => Problem::of_status(status.as_u16(), Code::of_status(status), path, id),
    };
    let mut headers = response.headers().clone();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    let body = serde_json::to_vec(&document).unwrap_or_default();
    let mut replacement = HttpResponse::new(status).set_body(body);
    *replacement.headers_mut() = headers;
    let (request, _) = response.into_parts();
    ServiceResponse::new(request, replacement.map_into_boxed_body())
}
