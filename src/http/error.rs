//! The error of the request path: a problem for the client, and a cause for the log.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};

use super::Code;
use super::rate_limit::{self, Usage};
use crate::content::Fault;
use crate::db::{self, QueryError};

/// Why a request failed. [`super::envelope`] turns it into a problem document (RFC 9457).
#[derive(Debug)]
pub struct Error(Box<Failure>);

/// The parts of an [`Error`].
#[derive(Debug)]
pub struct Failure {
    /// The code of the problem. It decides the status.
    pub code: Code,
    /// What went wrong in this request. The client reads it, so it holds no secret.
    pub detail: String,
    /// The faults of the input.
    pub faults: Vec<Fault>,
    /// The current version of the resource, when a precondition failed.
    pub current_version: Option<i64>,
    /// The members that changed since the version that the caller sent, when a precondition failed.
    pub changed: Option<Vec<String>>,
    /// The methods or transitions that are possible instead.
    pub allowed: Option<Vec<String>>,
    /// The id of the resource that has what the request asks for.
    pub existing_id: Option<i64>,
    /// A free slug, when the requested one is taken.
    pub suggested_slug: Option<String>,
    /// The limit that the client has reached.
    pub usage: Option<Usage>,
    /// The cause, for the log only.
    pub cause: Option<String>,
}

impl Error {
    /// An error with this code and detail, and nothing else.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self(Box::new(Failure {
            code,
            detail: detail.into(),
            faults: Vec::new(),
            current_version: None,
            changed: None,
            allowed: None,
            existing_id: None,
            suggested_slug: None,
            usage: None,
            cause: None,
        }))
    }

    /// 404. `what` names the kind of resource. It is the same for a resource that the caller may not see.
    pub fn not_found(what: &str) -> Self {
        Self::new(Code::NotFound, format!("There is no such {what}, or you may not see it."))
    }

    /// 422 with the faults of the body.
    pub fn invalid_body(faults: Vec<Fault>) -> Self {
        let detail = "The body is not valid. Correct each fault that `errors` lists, then send it again.";
        Self::new(Code::InvalidBody, detail).with_faults(faults)
    }

    /// 500. The log gets the cause. The client gets only the request id.
    pub fn internal(cause: impl fmt::Display) -> Self {
        let detail = "The server failed. Send the `request_id` to the operator of the server.";
        Self::new(Code::Internal, detail).with_cause(cause)
    }

    /// Adds the faults of the input.
    pub fn with_faults(mut self, faults: Vec<Fault>) -> Self {
        self.0.faults = faults;
        self
    }

    /// Adds the current version of the resource.
    pub fn with_current_version(mut self, version: i64) -> Self {
        self.0.current_version = Some(version);
        self
    }

    /// Adds the methods or transitions that are possible instead.
    pub fn with_allowed(mut self, allowed: Vec<String>) -> Self {
        self.0.allowed = Some(allowed);
        self
    }

    /// Adds the members that changed since the version that the caller sent.
    pub fn with_changed(mut self, members: Vec<String>) -> Self {
        self.0.changed = Some(members);
        self
    }

    /// Adds the id of the resource that has what the request asks for.
    pub fn with_existing_id(mut self, id: i64) -> Self {
        self.0.existing_id = Some(id);
        self
    }

    /// Adds a free slug, when the requested one is taken.
    pub fn with_suggested_slug(mut self, slug: String) -> Self {
        self.0.suggested_slug = Some(slug);
        self
    }

    /// Adds the limit that the client has reached. The response then has `RateLimit` headers.
    pub fn with_usage(mut self, usage: Usage) -> Self {
        self.0.usage = Some(usage);
        self
    }

    /// Adds the cause. Only the log gets it.
    pub fn with_cause(mut self, cause: impl fmt::Display) -> Self {
        self.0.cause = Some(cause.to_string());
        self
    }

    /// Whether the status is 5xx: the server failed, and the request may be correct.
    pub fn is_server_error(&self) -> bool {
        self.status().is_server_error()
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.0.code.status()
    }

    /// The parts of the error.
    pub fn failure(&self) -> &Failure {
        &self.0
    }

    /// The header that RFC 9110 and RFC 6750 ask for with this code.
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
    /// Writes code, detail and cause, for the log.
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

    /// The status and the headers. [`super::envelope`] adds the problem document.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status());
        if let Some((name, value)) = self.header() {
            response.headers_mut().insert(name, value);
        }
        if let Some(usage) = self.0.usage {
            rate_limit::add_headers(response.headers_mut(), &[usage]);
        }
        response
    }
}

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Self {
        match error {
            error if db::is_transient(&error) => {
                let detail = "The database could not complete the request now. Nothing was saved. Send the request again.";
                Self::new(Code::Overloaded, detail).with_cause(error)
            }
            // Another transaction deleted or inserted a row after this one had checked for it.
            error if db::is_foreign_key_violation(&error) || db::is_unique_violation(&error) => {
                let detail = "Another request changed data that this request depends on. Nothing was saved. \
                              Read the current data, then send the request again if it is still needed.";
                Self::new(Code::Conflict, detail).with_cause(error)
            }
            error => Self::internal(error),
        }
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Busy => Self::new(
                Code::Overloaded,
                "Too many requests are waiting for the database. Nothing was changed. Send the request again later.",
            ),
            db::Error::TimedOut => Self::new(
                Code::DatabaseUnavailable,
                "The database did not answer in time. Nothing was changed. Send the request again later.",
            ),
            db::Error::Unconfirmed => Self::new(
                Code::Unconfirmed,
                "The database has not confirmed the change. Check whether it was saved before you send it again.",
            ),
            db::Error::Unavailable(cause) => {
                let detail =
                    "The database cannot be reached. Nothing was changed. Send the request again later.";
                Self::new(Code::DatabaseUnavailable, detail).with_cause(cause)
            }
            db::Error::Panicked => Self::internal("work on the database panicked"),
            db::Error::Query(error) => error.into(),
        }
    }
}
