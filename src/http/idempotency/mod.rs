//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a repeated request creates a resource only once.
//!
//! The response is stored in the same transaction as the new resource, so that neither exists without the other. Writing
//! transactions of the same kind run one after another. So of two requests with the same key, the second one finds the response of the
//! first. A refused request stores nothing, and its key can be used again.

mod seal;
mod store;

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ContentType, ETAG, LOCATION};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use self::store::{StoredRequest, StoredResponse};
use super::caller::Authentication;
use super::{Code, Error, JsonBody, client_address, etag, json};
use crate::content::{Fault, Faults, Time};
use crate::db::{Conn, Db};

const HEADER: &str = "Idempotency-Key";

/// The most characters of a key.
const MAX_KEY: usize = 255;

/// How long a response is stored, in seconds: a day.
const LIFETIME: i64 = 24 * 60 * 60;

/// The `Idempotency-Key` header in the OpenAPI document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only for the OpenAPI document; `key` reads the header")]
pub struct IdempotencyHeader {
    /// A unique text for each new request, such as a UUID: 1 to 255 visible ASCII characters. When the same request is sent
    /// again with the same key within 24 hours, it changes nothing and gets the first response again. A different request
    /// with the same key gets 422.
    #[param(
        rename = "Idempotency-Key",
        nullable = false,
        min_length = 1,
        max_length = 255,
        pattern = r"^[!-~]+$",
        example = "8e03978e-40d5-43e8-bc93-6894a57f9324"
    )]
    key: Option<String>,
}

/// The JSON body of a request that creates a resource, and its idempotency key.
pub struct Idempotent<T> {
    body: JsonBody<T>,
    key: Result<Option<StoredKey>, Error>,
    /// The method and path of the request.
    operation: String,
}

impl<T: DeserializeOwned + Default> Idempotent<T> {
    /// Reads the body and checks the key. Fails when the body is not JSON or the key is malformed.
    pub async fn read(self) -> Result<(T, Faults, IdempotentRequest), Error> {
        let key = self.key?;
        let value = self.body.read_value().await?;
        // The secret is part of the fingerprint, so that nobody who reads the database can guess the body from it, such as a
        // password.
        let fingerprint = key.as_ref().map(|key| {
            let (secret, body) = (URL_SAFE_NO_PAD.encode(key.secret), value.to_string());
            URL_SAFE_NO_PAD.encode(digest(&[&secret, &self.operation, &body]))
        });
        let (input, faults) = json::read(value);
        Ok((input, faults, IdempotentRequest(key.zip(fingerprint))))
    }
}

impl<T> FromRequest for Idempotent<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let key = key(request);
        let operation = format!("{} {}", request.method(), request.path());
        let body = JsonBody::from_request(request, payload).into_inner();
        ready(body.map(|body| Self { body, key, operation }))
    }
}

/// Digests of the caller and the key that the caller chose. The database stores only the first.
struct StoredKey {
    /// The database key of the stored request.
    digest: String,
    /// Encrypts the stored response; not stored.
    secret: [u8; 32],
}

/// A request that creates a resource: its key and its fingerprint. Without a key it can be sent any number of times.
pub struct IdempotentRequest(Option<(StoredKey, String)>);

impl IdempotentRequest {
    /// Runs `work` and stores its response in one write transaction. Returns the stored response instead when the request
    /// was sent before. Fails with 422 when another request had the key.
    pub async fn run(
        self,
        db: &Data<Db>,
        now: Time,
        work: impl FnOnce(&mut Conn) -> Result<Created, Error> + Send + 'static,
    ) -> Result<HttpResponse, Error> {
        db.write(move |conn| self.run_in(conn, now, work)).await.map(Created::into_response)
    }

    /// The same in an open transaction.
    pub fn run_in(
        &self,
        conn: &mut Conn,
        now: Time,
        work: impl FnOnce(&mut Conn) -> Result<Created, Error>,
    ) -> Result<Created, Error> {
        let Some((key, fingerprint)) = &self.0 else { return work(conn) };
        store::delete_before(conn, now.plus_seconds(-LIFETIME))?;
        if let Some(stored) = self.stored_response(conn)? {
            return Ok(stored);
        }
        let created = work(conn)?;
        let body = seal::seal(&key.secret, &created.0.body)?;
        let fingerprint = fingerprint.clone();
        let request = StoredRequest { fingerprint, response: StoredResponse { body, ..created.0.clone() } };
        store::insert(conn, &key.digest, &request, now)?;
        Ok(created)
    }

    /// The response that is stored for this request, if it was sent before. Fails with 422 when another request had the key.
    pub fn stored_response(&self, conn: &mut Conn) -> Result<Option<Created>, Error> {
        let Some((key, fingerprint)) = &self.0 else { return Ok(None) };
        match store::find(conn, &key.digest)? {
            Some(stored) if stored.fingerprint == *fingerprint => {
                let body = seal::open(&key.secret, &stored.response.body)?;
                Ok(Some(Created(StoredResponse { body, ..stored.response })))
            }
            Some(_) => {
                let detail = "A different request used this Idempotency-Key before. Use a new key.";
                let fault = Fault::parameter(HEADER, "reused", "was used by a different request before");
                Err(Error::new(Code::IdempotencyKeyReused, detail).with_faults(vec![fault]))
            }
            None => Ok(None),
        }
    }
}

/// The response to a request that created a resource.
#[derive(Debug)]
pub struct Created(StoredResponse);

impl Created {
    /// 201 with the resource as JSON, its path in `Location`, and its version as `ETag`.
    pub fn at(location: String, version: i64, view: &impl Serialize) -> Result<Self, Error> {
        let etag = etag::of_version(version).to_string();
        Self::new(StatusCode::CREATED, Some(location), Some(etag), view)
    }

    /// A response with this status, these headers, and `view` as JSON.
    pub fn new(
        status: StatusCode,
        location: Option<String>,
        etag: Option<String>,
        view: &impl Serialize,
    ) -> Result<Self, Error> {
        let body = serde_json::to_string(view).map_err(Error::internal)?;
        Ok(Self(StoredResponse { status: i32::from(status.as_u16()), location, etag, body }))
    }

    /// The HTTP response. No cache may store it.
    pub fn into_response(self) -> HttpResponse {
        let StoredResponse { status, location, etag, body } = self.0;
        let status = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        let mut response = HttpResponse::build(status.unwrap_or(StatusCode::OK));
        response.insert_header(ContentType::json()).insert_header((CACHE_CONTROL, super::etag::PRIVATE));
        location.map(|location| response.insert_header((LOCATION, location)));
        etag.map(|etag| response.insert_header((ETAG, etag)));
        response.body(body)
    }
}

/// The key of a request, bound to its caller. `None` when the request has no `Idempotency-Key`; 400 when it is malformed.
fn key(request: &HttpRequest) -> Result<Option<StoredKey>, Error> {
    let mut values = request.headers().get_all(HEADER);
    let Some(key) = values.next() else { return Ok(None) };
    let key = key
        .to_str()
        .ok()
        .filter(|key| (1..=MAX_KEY).contains(&key.len()) && key.bytes().all(|c| c.is_ascii_graphic()));
    let (Some(key), None) = (key, values.next()) else {
        let detail = format!("must be one text of 1 to {MAX_KEY} visible ASCII characters");
        return Err(Error::new(Code::BadRequest, format!("The header {HEADER} {detail}."))
            .with_faults(vec![Fault::parameter(HEADER, "malformed", detail)]));
    };
    let caller = match request.extensions().get() {
        Some(Authentication::Known(caller)) => {
            format!("account {} key {:?}", caller.id, caller.key.as_ref().map(|key| key.id))
        }
        _ => format!("reader {:?}", client_address::of(request)),
    };
    let stored_digest = URL_SAFE_NO_PAD.encode(digest(&[&caller, key]));
    Ok(Some(StoredKey { digest: stored_digest, secret: digest(&[&caller, key, "secret"]) }))
}

/// The SHA-256 digest of the parts, each with its length before it, so that no two lists of parts have the same digest.
fn digest(parts: &[&str]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}
