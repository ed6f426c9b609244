//! The one error of the request path: a problem for the client, and a cause for the log.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};

use crate::content::Fault;
use crate::db::{self, QueryError};
use crate::http::Code;
use crate::http::limits::{self, Usage};

/// What a handler answers with when it cannot do what was asked.
#[derive(Debug)]
pub struct Error(Box<Failure>);

/// The parts of an [`Error`].
#[derive(Debug)]
pub struct Failure {
    /// Which problem it is.
    pub code: Code,
    /// What went wrong this time, safe to show to anyone.
    pub detail: String,
    /// Faults of the input.
    pub faults: Vec<Fault>,
    /// The version a thing has now, where a precondition failed.
    pub current_version: Option<i64>,
    /// The members that have changed since the version the caller has seen.
    pub changed: Option<Vec<String>>,
    /// What could be done instead.
    pub allowed: Option<Vec<String>>,
    /// Where the client stands, when it asked for too much.
    pub usage: Option<Usage>,
    /// What the log is told and nobody else.
    pub cause: Option<String>,
}

impl Error {
    /// A problem of that code.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self(Box::new(Failure {
            code,
            detail: detail.into(),
            faults: Vec::new(),
            current_version: None,
            changed: None,
            allowed: None,
            usage: None,
            cause: None,
        }))
    }

    /// 404: no such thing, or none that the caller may know of.
    pub fn not_found(what: &str) -> Self {
        Self::new(Code::NotFound, format!("There is no such {what}."))
    }

    /// 422: the body's faults, each by its pointer.
    pub fn invalid_body(faults: Vec<Fault>) -> Self {
        Self::new(Code::InvalidBody, "The body has faults; see `errors`.").with_faults(faults)
    }

    /// 500: a fault of our own. The client learns nothing but the request id.
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self::new(Code::Internal, "The server met a fault of its own.").caused_by(cause)
    }

    /// Adds the faults of the input.
    pub fn with_faults(mut self, faults: Vec<Fault>) -> Self {
        self.0.faults = faults;
        self
    }

    /// Adds the version the thing has now.
    pub fn with_current_version(mut self, version: i64) -> Self {
        self.0.current_version = Some(version);
        self
    }

    /// Adds what could be done instead.
    pub fn with_allowed(mut self, allowed: Vec<String>) -> Self {
        self.0.allowed = Some(allowed);
        self
    }

    /// Adds the members that have changed since the version the caller has seen.
    pub fn with_changed(mut self, members: Vec<String>) -> Self {
        self.0.changed = Some(members);
        self
    }

    /// Adds where the client stands.
    pub fn with_usage(mut self, usage: Usage) -> Self {
        self.0.usage = Some(usage);
        self
    }

    /// Whether the request is not to blame, but something that befell the server.
    pub fn is_our_own(&self) -> bool {
        self.status().is_server_error()
    }

    /// The status it is answered with.
    pub fn status(&self) -> StatusCode {
        self.0.code.status()
    }

    /// The parts.
    pub fn failure(&self) -> &Failure {
        &self.0
    }

    fn caused_by(mut self, cause: impl fmt::Display) -> Self {
        self.0.cause = Some(cause.to_string());
        self
    }

    fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        match self.0.code {
            Code::Unauthenticated | Code::InvalidCredentials => {
                Some((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")))
            }
            Code::InvalidToken | Code::TokenExpired => {
                Some((WWW_AUTHENTICATE, HeaderValue::from_static(r#"Bearer error="invalid_token""#)))
            }
            Code::TooManyRequests => {
                let seconds = self.0.usage.map_or(1, |usage| usage.reset.max(1));
                Some((RETRY_AFTER, HeaderValue::from(seconds)))
            }
            Code::Overloaded | Code::DatabaseUnavailable => {
                Some((RETRY_AFTER, HeaderValue::from_static("1")))
            }
            Code::MethodNotAllowed => {
                let methods = self.0.allowed.as_deref().unwrap_or_default().join(", ");
                HeaderValue::try_from(methods).ok().map(|methods| (ALLOW, methods))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code.name(), self.0.detail)?;
        self.0.cause.iter().try_for_each(|cause| write!(f, " ({cause})"))
    }
}

impl std::error::Error for Error {}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// Status and headers; the envelope around all routes writes the document.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status());
        if let Some((name, value)) = self.header() {
            response.headers_mut().insert(name, value);
        }
        if let Some(usage) = self.0.usage {
            limits::describe_refusal(response.headers_mut(), usage);
        }
        response
    }
}

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Self {
        match error {
            error if db::is_transient(&error) => {
                Self::new(Code::Overloaded, "Something got in the way that will pass.").caused_by(error)
            }
            // What was there when it was looked up is gone, or the other way round.
            error if db::is_foreign_key_violation(&error) || db::is_unique_violation(&error) => {
                Self::new(Code::Conflict, "Something it depends on changed in the same moment.")
                    .caused_by(error)
            }
            error => Self::internal(error),
        }
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Busy => Self::new(Code::Overloaded, "Too many requests are waiting for the database."),
            db::Error::TimedOut => Self::new(
                Code::DatabaseUnavailable,
                "The database did not answer in time. Nothing was changed.",
            ),
            db::Error::Unconfirmed => Self::new(
                Code::Unconfirmed,
                "The database has not confirmed the change. Look whether it is there before you send it again.",
            ),
            db::Error::Unavailable(cause) => {
                Self::new(Code::DatabaseUnavailable, "The database cannot be reached.").caused_by(cause)
            }
            db::Error::Panicked => Self::internal("work on the database panicked"),
            db::Error::Query(error) => error.into(),
        }
    }
}
