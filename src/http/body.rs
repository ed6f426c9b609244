//! Request bodies, read only when the handler asks for them.

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
use super::{Code, MergePatch, Query, json, strict_json};
use crate::Error;
use crate::content::Faults;

/// The most bytes a request body may have: 1 MiB.
pub const MAX_BYTES: usize = 1 << 20;

/// How long a body may take to arrive.
const MAX_TIME: Duration = Duration::from_secs(30);

/// A JSON body of the shape `T`. Extracting it reads nothing, so a handler can refuse its caller
/// before a byte of the body is taken in. What takes a body takes no query parameters, and refuses them.
pub struct JsonBody<T> {
    headers: HeaderMap,
    payload: Payload,
    shape: PhantomData<T>,
}

impl<T: DeserializeOwned + Default> JsonBody<T> {
    /// Reads the body. What is not JSON is an error at once; faults of its members come with the
    /// good ones, so that the model can add its own.
    pub async fn read(self) -> Result<(T, Faults), Error> {
        Ok(json::read(self.read_value().await?))
    }

    /// Reads the body as an RFC 7396 merge patch.
    pub async fn read_patch(self) -> Result<MergePatch<T>, Error> {
        let value = self.value(&["application/merge-patch+json", "application/json"]).await?;
        Ok(MergePatch::new(value))
    }

    /// Reads the body as any JSON, for those who look at it before they take it apart.
    pub async fn read_value(self) -> Result<Value, Error> {
        self.value(&["application/json"]).await
    }

    async fn value(self, media_types: &[&str]) -> Result<Value, Error> {
        check_media_type(&self.headers, media_types)?;
        let bytes = collect(&self.headers, self.payload).await?;
        strict_json::parse(&bytes)
            .map_err(|error| Error::new(Code::InvalidJson, format!("The body is not valid JSON: {error}.")))
    }
}

impl<T> FromRequest for JsonBody<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let query = Query::<NoQuery>::from_request(request, payload).into_inner();
        let payload = Payload::from_request(request, payload).into_inner();
        ready(query.and_then(|_| match payload {
            Ok(payload) => Ok(Self { headers: request.headers().clone(), payload, shape: PhantomData }),
            Err(error) => Err(Error::new(Code::BadRequest, error.to_string())),
        }))
    }
}

fn check_media_type(headers: &HeaderMap, accepted: &[&str]) -> Result<(), Error> {
    let refuse = |detail: String| Err(Error::new(Code::UnsupportedMediaType, detail));
    if !headers.get_all(CONTENT_ENCODING).all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return refuse("Compressed bodies are not taken; send it without Content-Encoding.".to_owned());
    }
    let mut types = headers.get_all(CONTENT_TYPE);
    let given = types.next().map_or("", |value| value.to_str().unwrap_or("?"));
    if types.next().is_some() {
        // A proxy might have looked at the other one.
        return refuse("Content-Type is there more than once.".to_owned());
    }
    let mut parts = given.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default();
    let utf_8 = parts.all(|parameter| {
        parameter.split_once('=').is_none_or(|(name, value)| {
            !name.eq_ignore_ascii_case("charset") || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        })
    });
    if utf_8 && accepted.iter().any(|accepted| media_type.eq_ignore_ascii_case(accepted)) {
        return Ok(());
    }
    refuse(format!("Content-Type is `{given}`; send {} in UTF-8.", accepted.join(" or ")))
}

/// Refuses a body that is too large by what its `Content-Length` says, before any of it is read.
pub(super) fn check_length(headers: &HeaderMap) -> Result<(), Error> {
    let declared = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > MAX_BYTES as u64) { Err(too_large()) } else { Ok(()) }
}

fn too_large() -> Error {
    Error::new(Code::TooLarge, format!("A body may have at most {MAX_BYTES} bytes."))
}

async fn collect(headers: &HeaderMap, payload: Payload) -> Result<Bytes, Error> {
    check_length(headers)?;
    let bytes = timeout(MAX_TIME, payload.to_bytes_limited(MAX_BYTES)).await;
    let bytes = bytes.map_err(|_| Error::new(Code::RequestTimeout, "The body did not arrive in time."))?;
    match bytes {
        Ok(bytes) => {
            bytes.map_err(|error| Error::new(Code::BadRequest, format!("The body broke off: {error}.")))
        }
        Err(_) => Err(too_large()),
    }
}
