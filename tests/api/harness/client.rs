//! A client of the API.

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

use super::contract::Exchange;
use super::newsroom::{self, Newsroom};
use super::response::Response;

/// An anonymous or authenticated client.
pub struct Client<'a> {
    newsroom: &'a Newsroom,
    token: Option<String>,
}

impl<'a> Client<'a> {
    pub fn new(newsroom: &'a Newsroom, token: Option<String>) -> Self {
        Self { newsroom, token }
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await
    }

    pub async fn post(&self, path: &str, body: Value) -> Response {
        self.request(Method::POST, path).json(body).send().await
    }

    /// Sends a merge patch for the version with that entity tag.
    pub async fn patch(&self, path: &str, etag: &str, body: Value) -> Response {
        self.request(Method::PATCH, path).header(IF_MATCH.as_str(), etag).json(body).send().await
    }

    pub async fn delete(&self, path: &str, etag: &str) -> Response {
        self.request(Method::DELETE, path).header(IF_MATCH.as_str(), etag).send().await
    }

    /// Starts a request with the token of the client.
    pub fn request(&self, method: Method, path: &str) -> Request<'a> {
        let mut headers = Vec::new();
        if let Some(token) = &self.token {
            headers.push((AUTHORIZATION.to_string(), format!("Bearer {token}")));
        }
        let (newsroom, path) = (self.newsroom, path.to_owned());
        Request { newsroom, method, path, headers, address: ADDRESS.to_owned(), body: Vec::new() }
    }
}

/// A request that has not been sent.
pub struct Request<'a> {
    newsroom: &'a Newsroom,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    address: String,
    body: Vec<u8>,
}

/// The IP address that requests come from by default.
const ADDRESS: &str = "192.0.2.1";

impl Request<'_> {
    /// Sets the IP address that the request comes from.
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

    /// Sends the request, and compares the exchange with the OpenAPI document.
    pub async fn send(self) -> Response {
        let mut request = TestRequest::with_uri(&self.path).method(self.method.clone());
        for (name, value) in &self.headers {
            request = request.append_header((name.as_str(), value.as_str()));
        }
        let address = SocketAddr::new(self.address.parse().unwrap(), 4000);
        let request = request.peer_addr(address).set_payload(self.body.clone()).to_request();
        let (_, response) = (self.newsroom.service)(request).await.into_parts();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = decode(&headers, newsroom::bytes(response.into_body()).await);
        let request_line = format!("{} {}", self.method, self.path);
        let response = Response::new(request_line, status, headers, body);
        self.newsroom.contract.check(&Exchange {
            method: &self.method,
            path: self.path.split('?').next().unwrap_or_default(),
            partial: self.path.contains("fields="),
            request_body: serde_json::from_slice(&self.body).ok(),
            response: &response,
        });
        response
    }
}

/// Decodes the content coding of the body.
fn decode(headers: &HeaderMap, body: Bytes) -> Bytes {
    let mut decoded = Vec::new();
    match headers.get(CONTENT_ENCODING).map(HeaderValue::as_bytes) {
        Some(b"br") => brotli::BrotliDecompress(&mut &body[..], &mut decoded).unwrap(),
        Some(b"zstd") => zstd::stream::copy_decode(&body[..], &mut decoded).unwrap(),
        Some(b"gzip") => drop(GzDecoder::new(&body[..]).read_to_end(&mut decoded).unwrap()),
        _ => return body,
    }
    decoded.into()
}
