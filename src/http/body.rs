//! JSON request bodies. A body is read only when the handler asks for it.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::time::Duration;

use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};
use actix_web::web::{Bytes, Payload};
use actix_web::{FromRequest, HttpRequest, dev};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::time::timeout;

use super::query::NoQuery;
use super::{Code, Error, MergePatch, Query, json, strict_json};
use crate::content::Faults;

/// The maximum size of a request body, in bytes: 1 MiB.
pub const MAX_BYTES: usize = 1 << 20;

/// The paths whose request bodies may be larger, with the maximum in bytes. A batch has up to 10,000 redirects.
const LARGER: [(&str, usize); 1] = [("/v1/editorial/redirects/batch", 8 << 20)];

/// How long a body may take to arrive.
const MAX_TIME: Duration = Duration::from_secs(30);

/// A JSON body that deserializes to `T`. The extractor reads nothing, so a handler can check permissions before the body is
/// read. It fails with 400 when the request has query parameters, because no operation with a body has any.
pub struct JsonBody<T> {
    headers: HeaderMap,
    payload: Payload,
    max_bytes: usize,
    shape: PhantomData<T>,
}

impl<T: DeserializeOwned + Default> JsonBody<T> {
    /// Reads the body. Fails when it is not JSON. Faults of members are returned together with the valid members, so that the
    /// caller can add faults of its own.
    pub async fn read(self) -> Result<(T, Faults), Error> {
        Ok(json::read(self.read_value().await?))
    }

    /// Reads the body as an RFC 7396 merge patch.
    pub async fn read_patch(self) -> Result<MergePatch<T>, Error> {
        let value = self.value(&["application/merge-patch+json", "application/json"]).await?;
        Ok(MergePatch::new(value))
    }

    /// Reads the body as any JSON value. Fails when it is not JSON.
    pub async fn read_value(self) -> Result<Value, Error> {
        self.value(&["application/json"]).await
    }

    /// Reads the body as [`Self::read`] does, or with `read_other` when it has the media type `other`.
    pub async fn read_or(
        self,
        other: &str,
        read_other: impl FnOnce(&[u8]) -> (T, Faults),
    ) -> Result<(T, Faults), Error> {
        let is_other = check_media_type(&self.headers, &["application/json", other])? == 1;
        let bytes = collect(&self.headers, self.payload, self.max_bytes).await?;
        Ok(if is_other { read_other(&bytes) } else { json::read(parse_json(&bytes)?) })
    }

    /// Reads the body as JSON of one of these media types.
    async fn value(self, media_types: &[&str]) -> Result<Value, Error> {
        check_media_type(&self.headers, media_types)?;
        parse_json(&collect(&self.headers, self.payload, self.max_bytes).await?)
    }
}

fn parse_json(bytes: &[u8]) -> Result<Value, Error> {
    strict_json::parse(bytes)
        .map_err(|error| Error::new(Code::InvalidJson, format!("The body is not valid JSON: {error}.")))
}

impl<T> FromRequest for JsonBody<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let query = Query::<NoQuery>::from_request(request, payload).into_inner();
        let payload = Payload::from_request(request, payload).into_inner();
        ready(query.and_then(|_| match payload {
            Ok(payload) => Ok(Self {
                headers: request.headers().clone(),
                payload,
                max_bytes: max_bytes(request.path()),
                shape: PhantomData,
            }),
            Err(error) => Err(Error::new(Code::BadRequest, error.to_string())),
        }))
    }
}

/// The index of the body's media type among the accepted ones. Fails with 415 unless the body has one of them, is UTF-8 and is
/// not compressed.
fn check_media_type(headers: &HeaderMap, accepted: &[&str]) -> Result<usize, Error> {
    let refuse = |detail: String| Err(Error::new(Code::UnsupportedMediaType, detail));
    if !headers.get_all(CONTENT_ENCODING).all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return refuse(
            "Compressed request bodies are not supported. Send the body without Content-Encoding.".to_owned(),
        );
    }
    let mut types = headers.get_all(CONTENT_TYPE);
    let sent = types.next().map_or("", |value| value.to_str().unwrap_or("?"));
    if types.next().is_some() {
        // A proxy may have checked the other one.
        return refuse("The request has several Content-Type headers. Send only one.".to_owned());
    }
    let mut parts = sent.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default();
    let is_utf_8 = parts.all(|parameter| {
        parameter.split_once('=').is_none_or(|(name, value)| {
            !name.eq_ignore_ascii_case("charset") || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        })
    });
    let index = accepted.iter().position(|accepted| media_type.eq_ignore_ascii_case(accepted));
    if let Some(index) = index.filter(|_| is_utf_8) {
        return Ok(index);
    }
    refuse(format!("Content-Type `{sent}` is not supported. Send {} in UTF-8.", accepted.join(" or ")))
}

/// The maximum size of the body of a request to this path, in bytes.
pub(super) fn max_bytes(path: &str) -> usize {
    LARGER.iter().find(|(larger, _)| *larger == path).map_or(MAX_BYTES, |(_, max)| *max)
}

/// Fails with 413 when `Content-Length` is larger than `max`.
pub(super) fn check_length(headers: &HeaderMap, max: usize) -> Result<(), Error> {
    let declared = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > max as u64) { Err(too_large(max)) } else { Ok(()) }
}

fn too_large(max: usize) -> Error {
    Error::new(Code::TooLarge, format!("The request body may have at most {max} bytes. Send less data."))
}

/// Reads the whole body. Fails when it is too large, too slow or incomplete.
async fn collect(headers: &HeaderMap, payload: Payload, max: usize) -> Result<Bytes, Error> {
    check_length(headers, max)?;
    let bytes = timeout(MAX_TIME, payload.to_bytes_limited(max)).await;
    let bytes = bytes.map_err(|_| {
        Error::new(Code::RequestTimeout, "The body did not arrive within 30 seconds. Send the request again.")
    })?;
    match bytes {
        Ok(bytes) => bytes.map_err(|error| {
            Error::new(Code::BadRequest, format!("The body is incomplete: {error}. Send the request again."))
        }),
        Err(_) => Err(too_large(max)),
    }
}
