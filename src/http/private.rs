//! Responses of the editorial API, which only their caller may see.

use actix_web::http::header::HeaderValue;

/// The `Cache-Control` of these responses. Caches must not store them, and proxies must not change them: a proxy that compresses
/// a response makes its entity tag weak, and `If-Match` needs a strong one.
pub const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("private, no-store, no-transform");
