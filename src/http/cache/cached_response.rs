//! A cached response, and the response that a request gets from it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use actix_web::http::StatusCode;
use actix_web::http::header::{
    CONTENT_ENCODING, CONTENT_TYPE, ETAG, Header, HeaderMap, HeaderName, HeaderValue, HttpDate,
    IfModifiedSince, LAST_MODIFIED, TryIntoHeaderValue, VARY,
};
use actix_web::web::Bytes;
use actix_web::{HttpMessage, HttpResponse};

use super::content_coding::{self, ContentCoding};
use super::dependencies::Dependencies;
use super::entity_tag;
use crate::content::{CacheTag, Time};
use crate::db::Db;
use crate::http::Error;

/// The request headers that select a representation (RFC 9110 §12.5.5).
const SELECTING_HEADERS: HeaderValue = HeaderValue::from_static("Accept, Accept-Encoding");

/// How long after the start of its second a change gets a `Last-Modified`: the rest of that second, and one second for
/// the commit.
const DATED_AFTER: Duration = Duration::from_secs(2);

/// Whether a response is still valid; shared by all its content codings.
#[derive(Debug)]
struct Validity {
    tags: Box<[CacheTag]>,
    /// The number of the newest content version for which it was found valid.
    checked_version: AtomicI64,
}

impl Validity {
    /// Whether no change that this server knows has touched a tag. Usually this is one comparison of numbers.
    fn check(&self, db: &Db) -> bool {
        let newest = db.newest_version();
        let checked = self.checked_version.load(Ordering::Acquire);
        if checked >= newest {
            return true;
        }
        let is_valid = db.is_unchanged_since(&self.tags, checked);
        if is_valid {
            self.checked_version.fetch_max(newest, Ordering::AcqRel);
        }
        is_valid
    }
}

/// A representation with all its headers, made from one content version.
#[derive(Clone, Debug)]
pub struct CachedResponse {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
    /// The digest of the body before it is compressed.
    digest: String,
    etag: HeaderValue,
    validity: Arc<Validity>,
    /// When it expires even though no content changes.
    expires_at: Option<Time>,
    /// The time of its content version, in whole seconds.
    modified_at: SystemTime,
    last_modified: HeaderValue,
}

impl CachedResponse {
    /// Makes a cached response from a handler's response.
    pub fn new(
        status: StatusCode,
        headers: &HeaderMap,
        body: Bytes,
        dependencies: Dependencies,
        expires_at: Option<Time>,
    ) -> Result<Self, Error> {
        let digest = entity_tag::digest(&body);
        let mut headers: Vec<_> = headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        headers.push((VARY, SELECTING_HEADERS));
        let modified_at = whole_second(dependencies.content_version.updated_at);
        let last_modified = HttpDate::from(modified_at).try_into_value().map_err(Error::internal)?;
        Ok(Self {
            status,
            headers,
            body,
            etag: entity_tag::of(&digest, ContentCoding::Identity)?,
            digest,
            validity: Arc::new(Validity {
                tags: dependencies.tags.into(),
                checked_version: dependencies.content_version.number.into(),
            }),
            expires_at,
            modified_at,
            last_modified,
        })
    }

    /// The same response in this content coding; unchanged when that would not be shorter.
    pub fn compressed(&self, coding: ContentCoding) -> Result<Self, Error> {
        let mut response = self.clone();
        let shorter = coding.encode(&self.body).map_err(Error::internal)?;
        if let (Some(body), Some(name)) = (shorter, coding.name()) {
            response.body = body.into();
            response.etag = entity_tag::of(&self.digest, coding)?;
            response.headers.push((CONTENT_ENCODING, HeaderValue::from_static(name)));
        }
        Ok(response)
    }

    /// Whether the body is long enough for compression to help.
    pub fn is_worth_compressing(&self) -> bool {
        self.body.len() >= content_coding::MIN_LENGTH
    }

    /// Whether it may be sent at `now`: it has not expired, and no change that this server knows has touched its tags.
    pub fn is_valid(&self, db: &Db, now: Time) -> bool {
        self.expires_at.is_none_or(|time| now < time) && self.validity.check(db)
    }

    /// About how many bytes of memory it takes.
    pub fn size(&self) -> usize {
        let headers = self.headers.iter().map(|(_, value)| value.len() + HEADER_SIZE).sum::<usize>();
        let tags = self.validity.tags.len() * size_of::<CacheTag>();
        size_of::<Self>() + headers + tags + self.body.len()
    }

    /// The response to a request at `now`: the whole representation, or 304 when the client has it already.
    pub fn respond(&self, request: &impl HttpMessage, now: Time) -> HttpResponse {
        let is_ok = self.status == StatusCode::OK;
        let not_modified = is_ok && self.matches_conditions(request, now);
        let mut response = if not_modified {
            HttpResponse::new(StatusCode::NOT_MODIFIED)
        } else {
            HttpResponse::with_body(self.status, self.body.clone()).map_into_boxed_body()
        };
        let headers = response.headers_mut();
        for (name, value) in &self.headers {
            if !not_modified || (*name != CONTENT_TYPE && *name != CONTENT_ENCODING) {
                headers.append(name.clone(), value.clone());
            }
        }
        if is_ok {
            headers.insert(ETAG, self.etag.clone());
            if self.has_last_modified(now) {
                headers.insert(LAST_MODIFIED, self.last_modified.clone());
            }
        }
        response
    }

    /// Whether `Last-Modified` identifies this version. It does not in the second of the change, because another change may
    /// follow in the same second (RFC 9110 §8.8.2), nor in the second after, in which the change may be committed. It
    /// never does when the response changes with time alone.
    fn has_last_modified(&self, now: Time) -> bool {
        self.expires_at.is_none()
            && SystemTime::UNIX_EPOCH + since_epoch(now) >= self.modified_at + DATED_AFTER
    }

    /// Whether the client has this version. Compares `If-None-Match` weakly (RFC 9110 §13.1.2); without that header,
    /// compares `If-Modified-Since`.
    fn matches_conditions(&self, request: &impl HttpMessage, now: Time) -> bool {
        entity_tag::is_known(request, &self.etag).unwrap_or_else(|| {
            self.has_last_modified(now)
                && IfModifiedSince::parse(request)
                    .is_ok_and(|date| SystemTime::from(date.0) >= self.modified_at)
        })
    }
}

/// About how many bytes a header takes besides its value.
const HEADER_SIZE: usize = 96;

/// The time without fractions of a second.
fn whole_second(time: Time) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(since_epoch(time).as_secs())
}

fn since_epoch(time: Time) -> Duration {
    Duration::from_micros(u64::try_from(time.micros()).unwrap_or_default())
}
