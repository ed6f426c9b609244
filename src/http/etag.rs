//! Versions as entity tags: `ETag` on what is answered, `If-Match` on what is changed.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{self, EntityTag, Header};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;
use strum::VariantArray;
use utoipa::IntoParams;

use super::Code;
use crate::Error;
use crate::content::Fault;
use crate::content::body::Format;

/// The entity tag of a version of something in the newsroom.
pub fn of_version(version: i64) -> EntityTag {
    EntityTag::new_strong(version.to_string())
}

/// The entity tag of a version with its body in that format, such as `"5-html"`: another representation has another tag
/// (RFC 9110 section 8.8.3). As `If-Match` it is the version.
fn of_format(version: i64, format: Format) -> EntityTag {
    EntityTag::new_strong(format!("{version}-{}", <&str>::from(format)))
}

/// Whether it is a strong tag of the version, in any format.
fn is_of(tag: &EntityTag, version: i64) -> bool {
    tag.strong_eq(&of_version(version))
        || Format::VARIANTS.iter().any(|format| tag.strong_eq(&of_format(version, *format)))
}

/// 200 with the thing and its version as `ETag`.
pub fn answer(version: i64, view: impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header(header::ETag(of_version(version))).json(view)
}

/// The same, with the body in the format that was asked for.
pub fn answer_in(version: i64, format: Option<Format>, view: impl Serialize) -> HttpResponse {
    let tag = format.map_or_else(|| of_version(version), |format| of_format(version, format));
    HttpResponse::Ok().insert_header(header::ETag(tag)).json(view)
}

/// The header, for the API's document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes the header; it is read by hand")]
pub struct IfMatchHeader {
    /// The `ETag` of the version that you have seen.
    #[param(rename = "If-Match", example = "\"5\"")]
    if_match: String,
}

/// The name of the header.
const HEADER: &str = "If-Match";

/// The request's `If-Match`, judged against the present version when that is known.
#[derive(Clone, Debug)]
pub struct IfMatch {
    tags: Result<Option<header::IfMatch>, ()>,
    /// What those who sent it call it.
    name: &'static str,
}

impl IfMatch {
    /// What is sent as the member `name` of a body in place of the header: an entity tag, or nothing.
    pub fn in_body(name: &'static str, tag: Option<&str>) -> Self {
        let tags = match tag {
            None => Ok(None),
            Some("*") => Ok(Some(header::IfMatch::Any)),
            Some(tag) => tag.parse().map(|tag| Some(header::IfMatch::Items(vec![tag]))).map_err(drop),
        };
        Self { tags, name }
    }

    /// The newest version it names, as far as it names versions.
    pub fn seen_version(&self) -> Option<i64> {
        match &self.tags {
            Ok(Some(header::IfMatch::Items(tags))) => {
                tags.iter().filter_map(|tag| tag.tag().split('-').next()?.parse().ok()).max()
            }
            _ => None,
        }
    }

    /// Passes when it names `version`, or is `*`. Without it 428, with another version 412, and 400 when it
    /// cannot be read.
    pub fn check(&self, version: i64) -> Result<(), Error> {
        let current = of_version(version);
        match &self.tags {
            Ok(Some(header::IfMatch::Any)) => Ok(()),
            Ok(Some(header::IfMatch::Items(tags))) if tags.iter().any(|tag| is_of(tag, version)) => Ok(()),
            Ok(Some(_)) => Err(Error::new(
                Code::VersionMismatch,
                format!("The present version is {current}; somebody changed it after you read it."),
            )
            .with_current_version(version)),
            Ok(None) => {
                let detail = format!("Send the `ETag` of the version you have seen as `{}`.", self.name);
                Err(self.fault(Code::PreconditionRequired, detail, "required", "is required"))
            }
            Err(()) => {
                let detail = format!("`{}` cannot be read.", self.name);
                let must = r#"must be an entity tag such as "5", or *"#;
                Err(self.fault(Code::BadRequest, detail, "malformed", must))
            }
        }
    }

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

    fn judge(header: &str, version: i64) -> Result<(), Code> {
        let request = TestRequest::default().insert_header(("If-Match", header)).to_http_request();
        let tag = IfMatch::from_request(&request, &mut Payload::None).into_inner();
        tag.and_then(|tag| tag.check(version)).map_err(|error| error.failure().code)
    }

    #[test]
    fn only_the_present_version_passes_and_only_by_a_strong_tag() {
        assert_eq!(judge(r#""5""#, 5), Ok(()));
        assert_eq!(judge(r#""4", "5""#, 5), Ok(()));
        assert_eq!(judge("*", 5), Ok(()));
        assert_eq!(judge(r#""5-html""#, 5), Ok(()));
        assert_eq!(judge(r#""5-blocks""#, 5), Ok(()));
        for other in
            [r#""4-html""#, r#"W/"5-html""#, r#""5-text""#, r#""5-""#, r#""-5""#, r#""+5""#, r#""5-html-5""#]
        {
            assert_eq!(judge(other, 5), Err(Code::VersionMismatch), "{other}");
        }
        assert_eq!(judge(r#""4""#, 5), Err(Code::VersionMismatch));
        assert_eq!(judge(r#"W/"5""#, 5), Err(Code::VersionMismatch));
        assert_eq!(judge("5", 5), Err(Code::BadRequest));
        assert_eq!(judge("", 5), Err(Code::BadRequest));
    }
}
