//! What surrounds every request and answer: the request id, HEAD, problem documents, headers that all answers have, and
//! one line of log.

use std::net::Ipv6Addr;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::http::uri::Authority;
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, web};
use log::Level;

use super::connection::Answering;
use super::outgoing::Outgoing;
use super::request_id::{RequestId, RequestIds, X_REQUEST_ID};
use super::{Code, Problem, Site, limits, unread};

/// For whatever a browser shows by itself: it runs, loads and frames nothing.
const STRICT_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// Wraps all routes. Gives the request its id, lets HEAD be answered as GET, writes the problem
/// document of a failed request, and logs the request under `broadsheet::access`.
pub async fn envelope(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let uri = request.uri().clone();
    let (method, path) = (request.method().clone(), uri.path());
    let id = match request.app_data::<web::Data<RequestIds>>() {
        Some(ids) => ids.of(request.headers()),
        None => return Err(actix_web::error::ErrorInternalServerError("request ids are not set up")),
    };
    request.extensions_mut().insert(id.clone());
    if method == Method::HEAD {
        // The connection remembers that the request it read last was HEAD, and sends no body.
        request.head_mut().method = Method::GET;
    }
    let unread = unread::hold(&mut request);
    let answer = request.conn_data::<Answering>().map(Answering::begin);
    let response = if names_a_host(request.headers()) {
        next.call(request).await?.map_into_boxed_body()
    } else {
        let detail = "`Host` must be a name or an address, with a port or without: no user, no spaces.";
        request.error_response(crate::Error::new(Code::BadRequest, detail))
    };
    drop(answer);
    let cause = cause(&response);
    let response = if is_failure(response.status()) { problem(response, path, &id) } else { response };
    let mut response = match bounded(response, &method) {
        Ok(response) => response,
        Err(refused) => problem(*refused, path, &id),
    };
    complete(&mut response, &id);
    if let Some(unread) = unread {
        response = response.map_body(|_, body| unread.until_sent(body));
    }
    let status = response.status();
    // Reads that succeed are most of all there is, and say little.
    let read = matches!(method, Method::GET | Method::HEAD) && !is_failure(status);
    let level = if read { Level::Debug } else { Level::Info };
    let (logged, micros) = (without_secrets(path), started.elapsed().as_micros());
    log::log!(target: "broadsheet::access", level, "{method} {logged} {} {micros}us {}", status.as_u16(), id.0);
    if let Some(cause) = cause {
        log::error!("{}: {cause}", id.0);
    }
    Ok(response)
}

fn is_failure(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

/// Whether `Host` is what RFC 9110 §7.2 lets it be. The framework refuses a request that has none, or several.
fn names_a_host(headers: &HeaderMap) -> bool {
    headers.get(HOST).is_none_or(|host| {
        // Most are plain names, which need no further look.
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

/// The answer with a body that shares its bytes with others, and counts as waiting until it is sent. A read is refused
/// when too much waits already.
fn bounded(
    response: ServiceResponse<BoxBody>,
    method: &Method,
) -> Result<ServiceResponse<BoxBody>, Box<ServiceResponse<BoxBody>>> {
    if *method == Method::HEAD {
        // Its body is not sent.
        return Ok(response);
    }
    let (request, response) = response.into_parts();
    let (head, body) = response.into_parts();
    let bytes = match body.try_into_bytes() {
        Ok(bytes) => bytes,
        // What is streamed comes in pieces anyway.
        Err(body) => return Ok(ServiceResponse::new(request, head.set_body(body))),
    };
    let body = match request.app_data::<web::Data<Outgoing>>() {
        Some(outgoing) => outgoing.send(bytes, || limits::client(&request), *method != Method::GET),
        None => Some(BoxBody::new(bytes)),
    };
    match body {
        Some(body) => Ok(ServiceResponse::new(request, head.set_body(body))),
        None => {
            let detail = "Too many long answers wait to be sent. Read those that you asked for first.";
            let mut refused = HttpResponse::from_error(crate::Error::new(Code::Overloaded, detail));
            let headers = refused.headers_mut();
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            // Pages of other origins may read why.
            for name in [ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, VARY] {
                if let Some(value) = head.headers().get(&name) {
                    headers.insert(name, value.clone());
                }
            }
            Err(Box::new(ServiceResponse::new(request, refused)))
        }
    }
}

/// Adds the headers that every answer has.
fn complete(response: &mut ServiceResponse<BoxBody>, id: &RequestId) {
    let request = response.request().clone();
    let site = request.app_data::<web::Data<Site>>();
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::try_from(&id.0) {
        headers.insert(X_REQUEST_ID, id);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    set_default(headers, REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    if headers.get(CONTENT_TYPE).is_some_and(is_shown_by_browsers) {
        set_default(headers, CONTENT_SECURITY_POLICY, STRICT_POLICY);
    }
    if site.is_some_and(|site| site.public_url.starts_with("https:")) {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    limits::describe(&request, headers);
}

fn set_default(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    if !headers.contains_key(&name) {
        headers.insert(name, value);
    }
}

/// Whether it is a document of its own in a browser: HTML, XML in all its forms, scripts and styles.
fn is_shown_by_browsers(media_type: &HeaderValue) -> bool {
    let essence = media_type.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
    essence.starts_with(b"text/") || essence.starts_with(b"image/") || essence.ends_with(b"xml")
}

/// The path as the log may hold it: a preview's token is a credential.
pub(super) fn without_secrets(path: &str) -> &str {
    const PREVIEW: &str = "/v1/preview/";
    if path.starts_with(PREVIEW) { PREVIEW } else { path }
}

/// What the log is told of a failure that is ours.
fn cause(response: &ServiceResponse<BoxBody>) -> Option<String> {
    let error = response.response().error()?;
    match error.as_error::<crate::Error>() {
        Some(error) => error.failure().cause.clone(),
        None => response.status().is_server_error().then(|| error.to_string()),
    }
}

/// Puts the problem document in place of the body. What the framework refused by itself gets the
/// code that fits its status.
fn problem(response: ServiceResponse<BoxBody>, path: &str, id: &RequestId) -> ServiceResponse<BoxBody> {
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
}
