//! Versions as entity tags (RFC 9110 §8.8.3): `ETag` in responses, `If-Match` in requests that change a resource.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{self, EntityTag, Header, HeaderValue};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;
use strum::VariantArray;
use utoipa::IntoParams;

use super::{Code, Error};
use crate::content::Fault;
use crate::content::body::Format;

/// The `Cache-Control` of editorial responses. Caches must not store them. Proxies must not change them: a proxy that compresses a
/// response makes its entity tag weak, and `If-Match` needs a strong one.
pub const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-store, no-transform");

/// The entity tag of a version of an editorial resource, such as `"5"`.
pub fn of_version(version: i64) -> EntityTag {
    EntityTag::new_strong(version.to_string())
}

/// The entity tag of a version with its body in this format, such as `"5-html"`. Each representation has its own tag (RFC 9110
/// §8.8.3). In `If-Match` all of them mean the same version.
fn of_format(version: i64, format: Format) -> EntityTag {
    EntityTag::new_strong(format!("{version}-{}", <&str>::from(format)))
}

/// Whether this is a strong tag of the version, in any format.
fn is_tag_of(tag: &EntityTag, version: i64) -> bool {
    tag.strong_eq(&of_version(version))
        || Format::VARIANTS.iter().any(|format| tag.strong_eq(&of_format(version, *format)))
}

/// Whether this is a weak tag of the version, in any format.
fn is_weak_tag_of(tag: &EntityTag, version: i64) -> bool {
    tag.weak && is_tag_of(&EntityTag::new_strong(tag.tag().to_owned()), version)
}

/// 200 with the resource as JSON, and its version as `ETag`.
pub fn answer(version: i64, view: impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header(header::ETag(of_version(version))).json(view)
}

/// The same for an article whose body has the requested format. The `ETag` then names the format too.
pub fn answer_in(version: i64, format: Option<Format>, view: impl Serialize) -> HttpResponse {
    let tag = format.map_or_else(|| of_version(version), |format| of_format(version, format));
    HttpResponse::Ok().insert_header(header::ETag(tag)).json(view)
}

/// The `If-Match` header in the OpenAPI document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only for the OpenAPI document; `IfMatch` reads the header")]
pub struct IfMatchHeader {
    /// The `ETag` of the version that you read and now change.
    #[param(rename = "If-Match", format = "entity-tags", example = "\"5\"")]
    if_match: String,
}

/// The name of the header.
const HEADER: &str = "If-Match";

/// The `If-Match` of a request. [`Self::check`] compares it with the current version.
#[derive(Clone, Debug)]
pub struct IfMatch {
    tags: Result<Option<header::IfMatch>, ()>,
    /// The name of the header or body member, for problem documents.
    name: &'static str,
}

impl IfMatch {
    /// A precondition from the member `name` of a body, as batches send it: an entity tag, `*`, or nothing.
    pub fn in_body(name: &'static str, tag: Option<&str>) -> Self {
        let tags = match tag {
            None => Ok(None),
            Some("*") => Ok(Some(header::IfMatch::Any)),
            Some(tag) => tag.parse().map(|tag| Some(header::IfMatch::Items(vec![tag]))).map_err(drop),
        };
        Self { tags, name }
    }

    /// The newest version in it; `None` when it names no version.
    pub fn seen_version(&self) -> Option<i64> {
        match &self.tags {
            Ok(Some(header::IfMatch::Items(tags))) => {
                tags.iter().filter_map(|tag| tag.tag().split('-').next()?.parse().ok()).max()
            }
            _ => None,
        }
    }

    /// Succeeds when it names the current `version` or is `*`. Fails with 428 when it is missing, 412 when it names only other
    /// versions or has only a weak tag of the current one, and 400 when it is malformed.
    pub fn check(&self, version: i64) -> Result<(), Error> {
        let current = of_version(version);
        match &self.tags {
            Ok(Some(header::IfMatch::Any)) => Ok(()),
            Ok(Some(header::IfMatch::Items(tags))) if tags.iter().any(|tag| is_tag_of(tag, version)) => Ok(()),
            Ok(Some(header::IfMatch::Items(tags))) if tags.iter().any(|tag| is_weak_tag_of(tag, version)) => {
                let detail = format!(
                    "The entity tag is weak: it begins with `W/`. The server sends only strong tags, so a proxy or a CDN has \
                     changed a response on its way. The resource has not changed: repeat the request with {current}. \
                     Configure the proxy to respect `Cache-Control: no-transform`."
                );
                let must = format!("must be the strong tag {current}");
                Err(self.fault(Code::WeakEtag, detail, "weak-etag", &must).with_current_version(version))
            }
            Ok(Some(_)) => Err(Error::new(
                Code::VersionMismatch,
                format!(
                    "The resource was changed after you read it. Its current version is {current}. Read it again, then \
                     repeat your change."
                ),
            )
            .with_current_version(version)),
            Ok(None) => {
                let detail = format!("Send the `ETag` of the version that you read as `{}`.", self.name);
                Err(self.fault(Code::PreconditionRequired, detail, "required", "is required"))
            }
            Err(()) => {
                let detail = format!("`{}` is malformed. Send an entity tag such as `\"5\"`, or `*`.", self.name);
                let must = r#"must be an entity tag such as "5", or *"#;
                Err(self.fault(Code::BadRequest, detail, "malformed", must))
            }
        }
    }

    /// The error with a fault that names the header or member.
    fn fault(&self, code: Code, detail: String, fault: &str, must: &str) -> Error {
        Error::new(code, detail).with_faults(vec![Fault::parameter(self.name, fault, must)])
    }
}

impl FromRequest for IfMatch {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let tags = if request.headers().contains_key(header::IF_MATCH) {
            header::IfMatch::parse(request)
                .ok()
                .filter(|tags| !matches!(tags, header::IfMatch::Items(tags) if tags.is_empty()))
                .map(Some)
                .ok_or(())
        } else {
            Ok(None)
        };
        ready(Ok(Self { tags, name: HEADER }))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn check(header: &str, version: i64) -> Result<(), Code> {
        let request = TestRequest::default().insert_header(("If-Match", header)).to_http_request();
        let if_match = IfMatch::from_request(&request, &mut Payload::None).into_inner();
        if_match.and_then(|if_match| if_match.check(version)).map_err(|error| error.failure().code)
    }

    #[test]
    fn a_weak_tag_of_the_current_version_has_its_own_error() {
        for weak in [r#"W/"5""#, r#"W/"5-html""#, r#""4", W/"5""#] {
            assert_eq!(check(weak, 5), Err(Code::WeakEtag), "{weak}");
        }
        assert_eq!(check(r#"W/"4""#, 5), Err(Code::VersionMismatch));
        assert_eq!(check(r#"W/"5", "5""#, 5), Ok(()));
    }

    #[test]
    fn only_a_strong_tag_of_the_current_version_succeeds() {
        assert_eq!(check(r#""5""#, 5), Ok(()));
        assert_eq!(check(r#""4", "5""#, 5), Ok(()));
        assert_eq!(check("*", 5), Ok(()));
        assert_eq!(check(r#""5-html""#, 5), Ok(()));
        assert_eq!(check(r#""5-blocks""#, 5), Ok(()));
        for other in [r#""4-html""#, r#""5-text""#, r#""5-""#, r#""-5""#, r#""+5""#, r#""5-html-5""#] {
            assert_eq!(check(other, 5), Err(Code::VersionMismatch), "{other}");
        }
        assert_eq!(check(r#""4""#, 5), Err(Code::VersionMismatch));
        assert_eq!(check("5", 5), Err(Code::BadRequest));
        assert_eq!(check("", 5), Err(Code::BadRequest));
    }
}
