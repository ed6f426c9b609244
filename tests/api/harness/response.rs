//! A response of the API, and the checks that scenarios make.

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, HeaderMap};
use actix_web::web::Bytes;
use serde_json::Value;

/// A response. A failed check panics with the body of the response.
#[derive(Debug)]
pub struct Response {
    request_line: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Response {
    pub fn new(request_line: String, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self { request_line, status, headers, body }
    }

    /// The value of a header. It is empty when the header is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn etag(&self) -> String {
        self.header(ETAG.as_str()).to_owned()
    }

    /// The body as JSON. It is null when the body is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Expects that status.
    #[track_caller]
    pub fn expect(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.request_line, self.text());
        self
    }

    /// Expects status 200, and returns the body.
    #[track_caller]
    pub fn ok(&self) -> Value {
        self.expect(200).json()
    }

    /// Expects status 201, and returns the body.
    #[track_caller]
    pub fn created(&self) -> Value {
        self.expect(201).json()
    }

    /// Expects a problem document with that status and code, and returns it.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        self.expect(status);
        let problem = self.json();
        assert_eq!(problem["code"], code, "{}: {problem}", self.request_line);
        problem
    }

    /// Expects a problem document, and returns the sources of its errors in order: JSON pointers, parameters and headers.
    #[track_caller]
    pub fn error_sources(&self, status: u16, code: &str) -> Vec<String> {
        let problem = self.problem(status, code);
        let faults = problem["errors"].as_array().cloned().unwrap_or_default();
        let mut sources: Vec<String> = faults
            .iter()
            .map(|fault| {
                fault["pointer"].as_str().or(fault["parameter"].as_str()).unwrap_or_default().to_owned()
            })
            .collect();
        sources.sort_unstable();
        sources
    }
}
