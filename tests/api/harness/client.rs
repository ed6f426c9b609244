//! Somebody who calls the API.

use std::io::Read;
use std::net::SocketAddr;

use actix_web::http::Method;
use actix_web::http::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, IF_MATCH,
};
use actix_web::test::TestRequest;
use actix_web::web::Bytes;
use flate2::read::GzDecoder;
use serde_json::Value;

use super::answer::Answer;
use super::contract::Exchange;
use super::newsroom::{self, Newsroom};

/// A reader, or somebody of the newsroom.
pub struct Client<'a> {
    newsroom: &'a Newsroom,
    token: Option<String>,
}

impl<'a> Client<'a> {
    pub fn new(newsroom: &'a Newsroom, token: Option<String>) -> Self {
        Self { newsroom, token }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path).send().await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.request(Method::POST, path).json(body).send().await
    }

    /// Sends a merge patch for the version with that entity tag.
    pub async fn patch(&self, path: &str, etag: &str, body: Value) -> Answer {
        self.request(Method::PATCH, path).header(IF_MATCH.as_str(), etag).json(body).send().await
    }

    pub async fn delete(&self, path: &str, etag: &str) -> Answer {
        self.request(Method::DELETE, path).header(IF_MATCH.as_str(), etag).send().await
    }

    /// A request to be filled in by hand.
    pub fn request(&self, method: Method, path: &str) -> Request<'a> {
        let mut headers = Vec::new();
        if let Some(token) = &self.token {
            headers.push((AUTHORIZATION.to_string(), format!("Bearer {token}")));
        }
        let (newsroom, path) = (self.newsroom, path.to_owned());
        Request { newsroom, method, path, headers, address: ADDRESS.to_owned(), body: Vec::new() }
    }
}

/// A request in the making.
pub struct Request<'a> {
    newsroom: &'a Newsroom,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    address: String,
    body: Vec<u8>,
}

/// Where requests come from, unless they say otherwise.
const ADDRESS: &str = "192.0.2.1";

impl Request<'_> {
    /// Sends it from that IP address.
    pub fn from(mut self, address: &str) -> Self {
        self.address = address.to_owned();
        self
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn json(self, body: Value) -> Self {
        self.header(CONTENT_TYPE.as_str(), "application/json").bytes(body.to_string())
    }

    pub fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Sends the request, and holds the exchange against the API's document.
    pub async fn send(self) -> Answer {
        let mut request = TestRequest::with_uri(&self.path).method(self.method.clone());
        for (name, value) in &self.headers {
            request = request.append_header((name.as_str(), value.as_str()));
        }
        let address = SocketAddr::new(self.address.parse().unwrap(), 4000);
        let request = request.peer_addr(address).set_payload(self.body.clone()).to_request();
        let (_, response) = (self.newsroom.call)(request).await.into_parts();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = decoded(&headers, newsroom::bytes(response.into_body()).await);
        let question = format!("{} {}", self.method, self.path);
        let answer = Answer::new(question, status, headers, body);
        self.newsroom.contract.check(&Exchange {
            method: &self.method,
            path: self.path.split('?').next().unwrap_or_default(),
            partial: self.path.contains("fields="),
            sent: serde_json::from_slice(&self.body).ok(),
            answer: &answer,
        });
        answer
    }
}

/// The body as a client sees it that understands every coding.
fn decoded(headers: &HeaderMap, body: Bytes) -> Bytes {
    let mut plain = Vec::new();
    match headers.get(CONTENT_ENCODING).map(HeaderValue::as_bytes) {
        Some(b"br") => brotli::BrotliDecompress(&mut &body[..], &mut plain).unwrap(),
        Some(b"zstd") => zstd::stream::copy_decode(&body[..], &mut plain).unwrap(),
        Some(b"gzip") => drop(GzDecoder::new(&body[..]).read_to_end(&mut plain).unwrap()),
        _ => return body,
    }
    plain.into()
}
