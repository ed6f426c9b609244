//! Headers that decide something come once.
//!
//! Of two, a proxy might have looked at the other one (RFC 9110 §5.3 lets only lists be repeated). What frames a message,
//! `Content-Length`, `Transfer-Encoding` and `Host`, the framework looks after itself.

use actix_web::http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName};

use super::Code;
use crate::Error;
use crate::content::Fault;

const SINGLE: [HeaderName; 4] =
    [AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderName::from_static("idempotency-key")];

/// 400 when one of them is there twice.
pub fn check(headers: &HeaderMap) -> Result<(), Error> {
    if headers.len() == headers.len_keys() {
        return Ok(());
    }
    let repeated = SINGLE.into_iter().find(|name| headers.get_all(name).nth(1).is_some());
    repeated.map_or(Ok(()), |name| {
        let detail = format!("The header {name} is there more than once.");
        let fault = Fault::parameter(name.as_str(), "repeated", "must be there once");
        Err(Error::new(Code::BadRequest, detail).with_faults(vec![fault]))
    })
}
