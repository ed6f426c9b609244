//! An answer that is kept, and what a request gets of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use actix_web::http::StatusCode;
use actix_web::http::header::{
    CONTENT_ENCODING, CONTENT_TYPE, ETAG, EntityTag, Header, HeaderMap, HeaderName, HeaderValue, HttpDate,
    IF_NONE_MATCH, IfModifiedSince, IfNoneMatch, LAST_MODIFIED, TryIntoHeaderValue, VARY,
};
use actix_web::web::Bytes;
use actix_web::{HttpMessage, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use xxhash_rust::xxh3::xxh3_128;

use super::coding;
use super::{Basis, Coding};
use crate::Error;
use crate::content::{CacheTag, Time};
use crate::db::Db;

/// What the choice between representations depends on.
const CHOSEN_BY: HeaderValue = HeaderValue::from_static("Accept, Accept-Encoding");

/// How long after the beginning of its second a change has a date: until that is over, and one for the commit.
const DATED_AFTER: Duration = Duration::from_secs(2);

/// Until when an answer is valid, in all its codings.
#[derive(Debug)]
struct Validity {
    tags: Box<[CacheTag]>,
    /// The number of the edition up to which it was found valid.
    checked: AtomicI64,
}

impl Validity {
    /// Whether no change that is known here has touched a tag. Usually that is one comparison.
    fn check(&self, db: &Db) -> bool {
        let newest = db.newest_version();
        let checked = self.checked.load(Ordering::Acquire);
        if checked >= newest {
            return true;
        }
        let is_valid = db.is_unchanged_since(&self.tags, checked);
        if is_valid {
            self.checked.fetch_max(newest, Ordering::AcqRel);
        }
        is_valid
    }
}

/// A representation with all its headers, made from one edition of the content.
#[derive(Clone, Debug)]
pub struct CachedResponse {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
    /// Of the bytes before they are coded.
    digest: String,
    tag: HeaderValue,
    validity: Arc<Validity>,
    /// When it is over though nothing changes.
    until: Option<Time>,
    /// The second of the change that it was made after.
    since: SystemTime,
    last_modified: HeaderValue,
}

impl CachedResponse {
    /// Keeps an answer with its headers.
    pub fn new(
        status: StatusCode,
        headers: &HeaderMap,
        body: Bytes,
        basis: Basis,
        until: Option<Time>,
    ) -> Result<Self, Error> {
        let digest = URL_SAFE_NO_PAD.encode(xxh3_128(&body).to_be_bytes());
        let mut headers: Vec<_> = headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        headers.push((VARY, CHOSEN_BY));
        let since = whole_second(basis.content_version.updated_at);
        let last_modified = HttpDate::from(since).try_into_value().map_err(Error::internal)?;
        Ok(Self {
            status,
            headers,
            body,
            tag: tag(&digest, None)?,
            digest,
            validity: Arc::new(Validity {
                tags: basis.tags.into(),
                checked: basis.content_version.number.into(),
            }),
            until,
            since,
            last_modified,
        })
    }

    /// The same in that coding, unless that would not be shorter.
    pub fn coded(&self, coding: Coding) -> Result<Self, Error> {
        let mut coded = self.clone();
        let shorter = coding.encode(&self.body).map_err(Error::internal)?;
        if let (Some(body), Some(name)) = (shorter, coding.name()) {
            coded.body = body.into();
            coded.tag = tag(&self.digest, Some(name))?;
            coded.headers.push((CONTENT_ENCODING, HeaderValue::from_static(name)));
        }
        Ok(coded)
    }

    /// Whether it is long enough for a coding to make it shorter.
    pub fn is_worth_coding(&self) -> bool {
        self.body.len() >= coding::WORTH_IT
    }

    /// Whether it may be sent at `now`: its time is not over, and no change that is known here has touched a tag of it.
    pub fn is_valid(&self, db: &Db, now: Time) -> bool {
        self.until.is_none_or(|until| now < until) && self.validity.check(db)
    }

    /// How many bytes it takes to keep.
    pub fn size(&self) -> usize {
        let headers = self.headers.iter().map(|(_, value)| value.len() + HEADER_SIZE).sum::<usize>();
        let tags = self.validity.tags.len() * size_of::<CacheTag>();
        size_of::<Self>() + headers + tags + self.body.len()
    }

    /// What a request gets of it at `now`: the whole, or 304 when the client has it already.
    pub fn answer(&self, request: &impl HttpMessage, now: Time) -> HttpResponse {
        let found = self.status == StatusCode::OK;
        let unchanged = found && self.is_known_to(request, now);
        let mut response = if unchanged {
            HttpResponse::new(StatusCode::NOT_MODIFIED)
        } else {
            HttpResponse::with_body(self.status, self.body.clone()).map_into_boxed_body()
        };
        let headers = response.headers_mut();
        for (name, value) in &self.headers {
            if !unchanged || (*name != CONTENT_TYPE && *name != CONTENT_ENCODING) {
                headers.append(name.clone(), value.clone());
            }
        }
        if found {
            headers.insert(ETAG, self.tag.clone());
            if self.has_a_date(now) {
                headers.insert(LAST_MODIFIED, self.last_modified.clone());
            }
        }
        response
    }

    /// Whether its date tells it from others. In the second of a change another one may follow, which the date could not
    /// tell from it (RFC 9110 §8.8.2), and a change is seen a moment after it was dated, when it is committed. Nor
    /// does a date tell anything of what changes with time alone.
    fn has_a_date(&self, now: Time) -> bool {
        self.until.is_none() && SystemTime::UNIX_EPOCH + micros(now) >= self.since + DATED_AFTER
    }

    /// Whether `If-None-Match` names it, compared weakly as RFC 9110 §13.1.2 wants it; without that,
    /// whether it is no newer than `If-Modified-Since`.
    fn is_known_to(&self, request: &impl HttpMessage, now: Time) -> bool {
        match request.headers().get(IF_NONE_MATCH) {
            Some(known) if *known == self.tag => true,
            Some(_) => match (IfNoneMatch::parse(request), self.tag.to_str().map(str::parse::<EntityTag>)) {
                (Ok(IfNoneMatch::Any), _) => true,
                (Ok(IfNoneMatch::Items(known)), Ok(Ok(own))) => known.iter().any(|tag| tag.weak_eq(&own)),
                _ => false,
            },
            None => {
                self.has_a_date(now)
                    && IfModifiedSince::parse(request)
                        .is_ok_and(|known| SystemTime::from(known.0) >= self.since)
            }
        }
    }
}

/// About what a header takes besides its value.
const HEADER_SIZE: usize = 96;

fn tag(digest: &str, coding: Option<&str>) -> Result<HeaderValue, Error> {
    let text = match coding {
        None => format!("\"{digest}\""),
        Some(coding) => format!("\"{digest}-{coding}\""),
    };
    HeaderValue::try_from(text).map_err(Error::internal)
}

/// The second of that time.
fn whole_second(time: Time) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(micros(time).as_secs())
}

fn micros(time: Time) -> Duration {
    Duration::from_micros(u64::try_from(time.micros()).unwrap_or_default())
}
