//! `Idempotency-Key`: making something once, however often the request arrives.
//!
//! The answer is kept in the same transaction as the thing it tells of, so there is never one without
//! the other. Writing transactions take turns: of two requests with one key the later one finds the
//! answer of the earlier one. A request that is refused leaves nothing, and its key can be used again.

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

use self::store::{Answer, Kept};
use super::caller::Authentication;
use super::{Code, JsonBody, client_address, etag, json};
use crate::Error;
use crate::content::{Fault, Faults, Time};
use crate::db::{Conn, Db};

const HEADER: &str = "Idempotency-Key";

/// The most characters a key may have.
const MAX_KEY: usize = 255;

/// How long an answer is kept, in seconds: a day.
const KEPT: i64 = 24 * 60 * 60;

/// The header, for the API's document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes the header; it is read by hand")]
pub struct IdempotencyHeader {
    /// A text of your choice, up to 255 visible ASCII characters, new for each thing to be made. When the same
    /// request arrives with the same key again within 24 hours, nothing more is made and the first answer is given
    /// again; another request with the same key is refused.
    #[param(rename = "Idempotency-Key", example = "8e03978e-40d5-43e8-bc93-6894a57f9324")]
    key: Option<String>,
}

/// The JSON body of a request that makes something, and the key it came with.
pub struct Idempotent<T> {
    body: JsonBody<T>,
    key: Result<Option<Key>, Error>,
    request: String,
}

impl<T: DeserializeOwned + Default> Idempotent<T> {
    /// Reads the body. What is not JSON, or a key that is none, is an error at once.
    pub async fn read(self) -> Result<(T, Faults, Request), Error> {
        let key = self.key?;
        let value = self.body.read_value().await?;
        // Whoever reads the database cannot try out what the body said, such as a password: that takes the key.
        let fingerprint = key.as_ref().map(|key| {
            let (secret, body) = (URL_SAFE_NO_PAD.encode(key.secret), value.to_string());
            URL_SAFE_NO_PAD.encode(digest(&[&secret, &self.request, &body]))
        });
        let (input, faults) = json::read(value);
        Ok((input, faults, Request(key.zip(fingerprint))))
    }
}

impl<T> FromRequest for Idempotent<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let key = key(request);
        let asked = format!("{} {}", request.method(), request.path());
        let body = JsonBody::from_request(request, payload).into_inner();
        ready(body.map(|body| Self { body, key, request: asked }))
    }
}

/// The caller and the key they chose. The database is told no more of them than a digest.
struct Key {
    digest: String,
    secret: [u8; 32],
}

/// A request that makes something: its key and its fingerprint. Without a key there is nothing to
/// remember it by.
pub struct Request(Option<(Key, String)>);

impl Request {
    /// Does the work and keeps its answer, both or neither; or gives the answer of the first time.
    pub async fn run(
        self,
        db: &Data<Db>,
        now: Time,
        work: impl FnOnce(&mut Conn) -> Result<Created, Error> + Send + 'static,
    ) -> Result<HttpResponse, Error> {
        db.write(move |conn| self.once(conn, now, work)).await.map(Created::into_response)
    }

    /// The same, in the transaction it is given.
    pub fn once(
        &self,
        conn: &mut Conn,
        now: Time,
        work: impl FnOnce(&mut Conn) -> Result<Created, Error>,
    ) -> Result<Created, Error> {
        let Some((key, fingerprint)) = &self.0 else { return work(conn) };
        store::forget_before(conn, now.plus_seconds(-KEPT))?;
        if let Some(first) = self.first_answer(conn)? {
            return Ok(first);
        }
        let created = work(conn)?;
        let body = seal::seal(&key.secret, &created.0.body)?;
        let fingerprint = fingerprint.clone();
        let kept = Kept { fingerprint, answer: Answer { body, ..created.0.clone() } };
        store::keep(conn, &key.digest, &kept, now)?;
        Ok(created)
    }

    /// The answer of the first time, if there was one. 422 when another request had the key.
    pub fn first_answer(&self, conn: &mut Conn) -> Result<Option<Created>, Error> {
        let Some((key, fingerprint)) = &self.0 else { return Ok(None) };
        match store::find(conn, &key.digest)? {
            Some(kept) if kept.fingerprint == *fingerprint => {
                let body = seal::open(&key.secret, &kept.answer.body)?;
                Ok(Some(Created(Answer { body, ..kept.answer })))
            }
            Some(_) => Err(Error::new(Code::IdempotencyKeyReused, "Another request had this key before.")
                .with_faults(vec![Fault::parameter(HEADER, "reused", "came with another request before")])),
            None => Ok(None),
        }
    }
}

/// The answer to a request that made something.
#[derive(Debug)]
pub struct Created(Answer);

impl Created {
    /// 201 with the thing, its address and its version as `ETag`.
    pub fn at(location: String, version: i64, view: &impl Serialize) -> Result<Self, Error> {
        let etag = etag::of_version(version).to_string();
        Self::new(StatusCode::CREATED, Some(location), Some(etag), view)
    }

    /// An answer of that status with some view.
    pub fn new(
        status: StatusCode,
        location: Option<String>,
        etag: Option<String>,
        view: &impl Serialize,
    ) -> Result<Self, Error> {
        let body = serde_json::to_string(view).map_err(Error::internal)?;
        Ok(Self(Answer { status: i32::from(status.as_u16()), location, etag, body }))
    }

    /// The response.
    pub fn into_response(self) -> HttpResponse {
        let Answer { status, location, etag, body } = self.0;
        let status = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        let mut response = HttpResponse::build(status.unwrap_or(StatusCode::OK));
        response.insert_header(ContentType::json()).insert_header((CACHE_CONTROL, "private, no-store"));
        location.map(|location| response.insert_header((LOCATION, location)));
        etag.map(|etag| response.insert_header((ETAG, etag)));
        response.body(body)
    }
}

/// The caller and the key, when the request has one.
fn key(request: &HttpRequest) -> Result<Option<Key>, Error> {
    let mut given = request.headers().get_all(HEADER);
    let Some(key) = given.next() else { return Ok(None) };
    let key = key
        .to_str()
        .ok()
        .filter(|key| (1..=MAX_KEY).contains(&key.len()) && key.bytes().all(|c| c.is_ascii_graphic()));
    let (Some(key), None) = (key, given.next()) else {
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
    let digest_of_both = URL_SAFE_NO_PAD.encode(digest(&[&caller, key]));
    Ok(Some(Key { digest: digest_of_both, secret: digest(&[&caller, key, "secret"]) }))
}

fn digest(parts: &[&str]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}
