//! What the API answered, and what a scenario expects of it.

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, HeaderMap};
use actix_web::web::Bytes;
use serde_json::Value;

/// An answer. What it expects it says by panicking with the whole answer.
#[derive(Debug)]
pub struct Answer {
    question: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn new(question: String, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self { question, status, headers, body }
    }

    /// The value of a header; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn etag(&self) -> String {
        self.header(ETAG.as_str()).to_owned()
    }

    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub fn expect(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.question, self.text());
        self
    }

    /// 200, and the body.
    #[track_caller]
    pub fn ok(&self) -> Value {
        self.expect(200).json()
    }

    /// 201, and the body.
    #[track_caller]
    pub fn created(&self) -> Value {
        self.expect(201).json()
    }

    /// A problem document of that status and code, and the document.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        self.expect(status);
        let problem = self.json();
        assert_eq!(problem["code"], code, "{}: {problem}", self.question);
        problem
    }

    /// The places that a problem document names, pointers and parameters, in order.
    #[track_caller]
    pub fn culprits(&self, status: u16, code: &str) -> Vec<String> {
        let problem = self.problem(status, code);
        let faults = problem["errors"].as_array().cloned().unwrap_or_default();
        let mut places: Vec<String> = faults
            .iter()
            .map(|fault| {
                fault["pointer"].as_str().or(fault["parameter"].as_str()).unwrap_or_default().to_owned()
            })
            .collect();
        places.sort_unstable();
        places
    }
}
