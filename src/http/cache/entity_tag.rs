//! The entity tags of responses that anyone may cache (RFC 9110 §8.8.3).

use actix_web::HttpMessage;
use actix_web::http::header::{EntityTag, Header, HeaderValue, IF_NONE_MATCH, IfNoneMatch};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use xxhash_rust::xxh3::xxh3_128;

use super::content_coding::ContentCoding;
use crate::http::Error;

/// The digest of a body, in letters that URLs and entity tags may contain.
pub fn digest(body: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(xxh3_128(body).to_be_bytes())
}

/// The entity tag: the digest of the body, and the content coding, because each coding is another representation.
pub fn of(digest: &str, coding: ContentCoding) -> Result<HeaderValue, Error> {
    let text = match coding.name() {
        None => format!("\"{digest}\""),
        Some(coding) => format!("\"{digest}-{coding}\""),
    };
    HeaderValue::try_from(text).map_err(Error::internal)
}

/// Whether `If-None-Match` names the entity tag. It is compared weakly (RFC 9110 §13.1.2). `None` without that header.
pub fn is_known(request: &impl HttpMessage, etag: &HeaderValue) -> Option<bool> {
    let sent = request.headers().get(IF_NONE_MATCH)?;
    if sent == etag {
        return Some(true);
    }
    Some(match (IfNoneMatch::parse(request), etag.to_str().map(str::parse::<EntityTag>)) {
        (Ok(IfNoneMatch::Any), _) => true,
        (Ok(IfNoneMatch::Items(sent)), Ok(Ok(own))) => sent.iter().any(|etag| etag.weak_eq(&own)),
        _ => false,
    })
}
