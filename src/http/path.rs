//! Parts of paths: ids, and letters outside ASCII.

use std::borrow::Cow;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use percent_encoding::{CONTROLS, utf8_percent_encode};

use super::json::MAX_INTEGER;
use super::{Code, Error};

/// The `{id}` of the path. Fails with 404 when it is not a positive whole number.
#[derive(Clone, Copy, Debug)]
pub struct Id(pub i64);

/// Reads an id from a path segment: digits without a sign and without leading zeros, at most 2^53 − 1. `None` for any other text.
pub fn id(text: &str) -> Option<i64> {
    let id = text.parse().ok().filter(|id| (1..=MAX_INTEGER).contains(id))?;
    // Each id has one spelling, so that each resource has one path.
    (text.bytes().all(|c| c.is_ascii_digit()) && !text.starts_with('0')).then_some(id)
}

/// A slug or a path as it stands in URLs and headers: letters outside ASCII are percent-encoded.
pub fn encoded(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, CONTROLS).into()
}

/// The path parameter `name` as a number. Fails with 404 when it is not a positive whole number.
pub fn number(request: &HttpRequest, name: &str) -> Result<i64, Error> {
    let number = request.match_info().get(name).and_then(id);
    number.ok_or_else(|| {
        let detail =
            format!("There is no such resource: `{name}` in the path must be a positive whole number.");
        Error::new(Code::NotFound, detail)
    })
}

impl FromRequest for Id {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().get("id").and_then(id).map(Self);
        ready(id.ok_or_else(|| {
            let detail = "There is no such resource: the id in the path must be a positive whole number.";
            Error::new(Code::NotFound, detail)
        }))
    }
}
