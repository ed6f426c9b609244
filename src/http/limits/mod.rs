//! How many requests one client may send in a minute.
//!
//! A client is known by its address alone, because it cannot choose that: an IPv4 address, or an IPv6 network of 64 bits
//! (the usual size for one household). Each response under a limit has `RateLimit-Policy` and `RateLimit`, see
//! [`super::rate_limit`]. Both headers are added after the response cache, so they are never cached.

mod throttle;

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::net::IpAddr;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, HeaderMap, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

pub use self::throttle::Throttle;
pub(crate) use super::rate_limit::policy;
pub use super::rate_limit::{Policy, Usage};
use super::{Clock, Code, Error, client_address, rate_limit};
use crate::content::Time;

static READS: Policy = policy!("reads", 6000, 60);
static SEARCHES: Policy = policy!("searches", 300, 60);
static VIEWS: Policy = policy!("views", 300, 60);
static COMMENTS: Policy = policy!("comments", 10, 60);
static REACTIONS: Policy = policy!("reactions", 60, 60);
static SIGN_INS: Policy = policy!("sign-ins", 60, 60);

/// The limits of this server, each with its own counts.
pub struct Limits {
    is_on: bool,
    reads: Throttle<IpAddr>,
    searches: Throttle<IpAddr>,
    views: Throttle<IpAddr>,
    comments: Throttle<IpAddr>,
    reactions: Throttle<IpAddr>,
    sign_ins: Throttle<IpAddr>,
}

/// The usages of the limits that apply to a request. They are stored in its extensions.
#[derive(Debug, Default)]
struct Usages(Vec<Usage>);

impl Limits {
    /// Per minute and client: 6,000 reads, 300 searches, 300 views, 10 comments, 60 likes and reports, 60 sign-ins and
    /// refreshed sessions. No limit applies when `is_on` is false.
    pub fn new(is_on: bool) -> Self {
        Self {
            is_on,
            reads: Throttle::new(&READS),
            searches: Throttle::new(&SEARCHES),
            views: Throttle::new(&VIEWS),
            comments: Throttle::new(&COMMENTS),
            reactions: Throttle::new(&REACTIONS),
            sign_ins: Throttle::new(&SIGN_INS),
        }
    }

    /// Whether the limits apply.
    pub fn is_on(&self) -> bool {
        self.is_on
    }
}

/// A kind of request that is limited.
pub trait LimitedOperation {
    /// The throttle that counts these requests.
    fn throttle(limits: &Limits) -> &Throttle<IpAddr>;
}

/// Declares a type for each kind of request that is limited.
macro_rules! limited_operations {
    ($($(#[$doc:meta])* $name:ident: $throttle:ident;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub enum $name {}

            impl LimitedOperation for $name {
                fn throttle(limits: &Limits) -> &Throttle<IpAddr> {
                    &limits.$throttle
                }
            }
        )+
    };
}

limited_operations! {
    /// Full-text searches.
    Searches: searches;
    /// Reports that a reader opened an article.
    Views: views;
    /// New comments.
    Comments: comments;
    /// Likes and reports of comments.
    Reactions: reactions;
    /// Sign-ins and refreshed sessions.
    SignIns: sign_ins;
}

/// Extracts when the client is within its limit, and fails with 429 when it is not. As a handler's first argument it
/// refuses before anything else of the request is read.
#[derive(Debug)]
pub struct RateLimited<L>(PhantomData<L>);

impl<L: LimitedOperation> FromRequest for RateLimited<L> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(consume::<L>(request).map(|()| Self(PhantomData)))
    }
}

/// Counts one more request of the kind `L`. Fails with 429 when the client is over its limit.
pub fn consume<L: LimitedOperation>(request: &HttpRequest) -> Result<(), Error> {
    let Some((limits, address, now)) = active_limits(request) else { return Ok(()) };
    let usage = L::throttle(limits).take(&address, now);
    record_usage(request, usage);
    if usage.is_over { Err(too_many(usage)) } else { Ok(()) }
}

/// Stores the usage for [`add_headers`].
fn record_usage(request: &HttpRequest, usage: Usage) {
    let mut extensions = request.extensions_mut();
    match extensions.get_mut::<Usages>() {
        Some(usages) => usages.0.push(usage),
        None => drop(extensions.insert(Usages(vec![usage]))),
    }
}

/// Middleware for the delivery API: counts each GET request, and answers 429 when the client is over its limit.
pub async fn reads<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    if *request.method() == Method::GET
        && let Some((limits, address, now)) = active_limits(request.request())
    {
        let usage = limits.reads.take(&address, now);
        record_usage(request.request(), usage);
        if usage.is_over {
            let mut refused = request.error_response(too_many(usage));
            // Scripts of every origin may read the delivery API, and so also this refusal.
            refused.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            return Ok(refused.map_into_right_body());
        }
    }
    next.call(request).await.map(ServiceResponse::map_into_left_body)
}

/// 429 with the limit that was reached.
pub fn too_many(usage: Usage) -> Error {
    let Policy { name, quota, window, .. } = usage.policy;
    let detail = format!(
        "The limit for {name} is {quota} in {window} seconds. Send the request again in {} seconds.",
        usage.reset.max(1)
    );
    Error::new(Code::TooManyRequests, detail).with_usage(usage)
}

/// Adds the `RateLimit` headers for the limits that applied to the request.
pub fn add_headers(request: &HttpRequest, headers: &mut HeaderMap) {
    if let Some(usages) = request.extensions().get::<Usages>() {
        rate_limit::add_headers(headers, &usages.0);
    }
}

/// The limits, the client and the present time; `None` when no limits apply or the client's address is not known.
fn active_limits(request: &HttpRequest) -> Option<(&Limits, IpAddr, Time)> {
    let limits = request.app_data::<Data<Limits>>().filter(|limits| limits.is_on)?;
    let now = request.app_data::<Data<Clock>>()?.now();
    Some((limits.get_ref(), client(request)?, now))
}

/// The client of a request as limits count it: see [`client_address::client_network`].
pub fn client(request: &HttpRequest) -> Option<IpAddr> {
    client_address::of(request).map(client_address::client_network)
}
