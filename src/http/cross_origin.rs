//! Which pages of other origins may use the APIs from a browser (CORS, in the Fetch Standard).

use actix_cors::Cors;
use actix_web::http::header::{self, HeaderName};
use actix_web::middleware::DefaultHeaders;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// CORS headers for every response of the public APIs. Requests without an `Origin` header also get them, because a shared
/// cache may use the response for a request that has one.
pub fn public_headers() -> DefaultHeaders {
    DefaultHeaders::new().add((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")).add((
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        "ETag, Link, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id",
    ))
}

/// Answers CORS preflight requests to the public APIs. Every origin is allowed.
pub fn public_cors() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .disable_vary_header()
        .allowed_methods(["GET", "HEAD", "POST"])
        .allow_any_header()
        .max_age(3600)
}

/// CORS of the editorial API. Only the origins in the settings are allowed.
pub fn editorial_cors(origins: &[String]) -> Cors {
    let cors = Cors::default()
        .allowed_methods(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
        .allowed_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_MATCH, IDEMPOTENCY_KEY])
        .expose_headers([
            "ETag",
            "Link",
            "Location",
            "RateLimit",
            "RateLimit-Policy",
            "Retry-After",
            "X-Request-Id",
        ])
        .block_on_origin_mismatch(false)
        .max_age(3600);
    origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
}
