//! How much one client may ask for in a time.
//!
//! Clients are told apart by their address alone, since nobody can choose that: an IPv4 address, or the network of
//! 64 bits that a household has on IPv6. Answers say what is left in `RateLimit-Limit`, `RateLimit-Remaining` and
//! `RateLimit-Reset` (draft-ietf-httpapi-ratelimit-headers-06); those that shared caches may keep say so only when it
//! is too much.

mod throttle;

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::net::IpAddr;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

pub use self::throttle::{Throttle, Usage};
use super::{Clock, Code, client_address};
use crate::Error;
use crate::content::Time;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");

/// A minute, in seconds.
const MINUTE: i64 = 60;

/// The limits of this server.
pub struct Limits {
    is_on: bool,
    reads: Throttle<IpAddr>,
    searches: Throttle<IpAddr>,
    views: Throttle<IpAddr>,
    comments: Throttle<IpAddr>,
    marks: Throttle<IpAddr>,
    sign_ins: Throttle<IpAddr>,
}

impl Limits {
    /// Per minute and address: 6,000 reads, 300 searches, 300 views, 10 comments, 60 likes
    /// and reports, 60 sign-ins and refreshed sessions.
    /// None at all when they are off.
    pub fn new(is_on: bool) -> Self {
        Self {
            is_on,
            reads: Throttle::new(6000, MINUTE),
            searches: Throttle::new(300, MINUTE),
            views: Throttle::new(300, MINUTE),
            comments: Throttle::new(10, MINUTE),
            marks: Throttle::new(60, MINUTE),
            sign_ins: Throttle::new(60, MINUTE),
        }
    }

    /// Whether there are any.
    pub fn is_on(&self) -> bool {
        self.is_on
    }
}

/// Something of which one client may ask only so much.
pub trait Limited {
    /// Its throttle.
    fn throttle(limits: &Limits) -> &Throttle<IpAddr>;
}

/// Declares what is limited.
macro_rules! limited {
    ($($(#[$doc:meta])* $name:ident: $throttle:ident;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub enum $name {}

            impl Limited for $name {
                fn throttle(limits: &Limits) -> &Throttle<IpAddr> {
                    &limits.$throttle
                }
            }
        )+
    };
}

limited! {
    /// Looking for something in the texts.
    Searches: searches;
    /// Telling that something was opened.
    Views: views;
    /// Sending a comment.
    Comments: comments;
    /// Telling what one thinks of a comment.
    Marks: marks;
    /// Signing in, or going on with a session.
    SignIns: sign_ins;
}

/// Passes while the client is within its limit, else 429. As a handler's first argument it refuses before anything else
/// of the request is looked at.
#[derive(Debug)]
pub struct Within<L>(PhantomData<L>);

impl<L: Limited> FromRequest for Within<L> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(spend::<L>(request).map(|()| Self(PhantomData)))
    }
}

/// Counts one more request of a kind. 429 when it is too many.
pub fn spend<L: Limited>(request: &HttpRequest) -> Result<(), Error> {
    let Some((limits, address, now)) = asked(request) else { return Ok(()) };
    let usage = L::throttle(limits).take(&address, now);
    request.extensions_mut().insert(usage);
    if usage.is_over { Err(too_many(usage)) } else { Ok(()) }
}

/// Wraps the public wing: lets each client read so much.
pub async fn reads<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    if *request.method() == Method::GET
        && let Some((limits, address, now)) = asked(request.request())
    {
        let usage = limits.reads.take(&address, now);
        if usage.is_over {
            let mut refused = request.error_response(too_many(usage));
            // Pages of every origin may read the public wing, so also that.
            refused.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            return Ok(refused.map_into_right_body());
        }
    }
    next.call(request).await.map(ServiceResponse::map_into_left_body)
}

/// 429: more than may be asked for now.
pub fn too_many(usage: Usage) -> Error {
    let detail = format!("That is too much at once: at most {} are allowed.", usage.limit);
    Error::new(Code::TooManyRequests, detail).with_usage(usage)
}

/// Says in an answer where the client stands, unless that has been said already.
pub fn tell(headers: &mut HeaderMap, usage: Usage) {
    if headers.contains_key(LIMIT) {
        return;
    }
    for (name, value) in [
        (LIMIT, i64::from(usage.limit)),
        (HeaderName::from_static("ratelimit-remaining"), i64::from(usage.remaining)),
        (HeaderName::from_static("ratelimit-reset"), usage.reset),
    ] {
        headers.insert(name, HeaderValue::from(value));
    }
}

/// Who asks, and when, where there are limits.
fn asked(request: &HttpRequest) -> Option<(&Limits, IpAddr, Time)> {
    let limits = request.app_data::<Data<Limits>>().filter(|limits| limits.is_on)?;
    let now = request.app_data::<Data<Clock>>()?.now();
    Some((limits.get_ref(), client(request)?, now))
}

/// The client of a request, as limits know it.
pub fn client(request: &HttpRequest) -> Option<IpAddr> {
    client_address::of(request).map(client_address::household)
}
