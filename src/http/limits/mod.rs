//! How much one client may ask for in a time.
//!
//! Clients are told apart by their address alone, since nobody can choose that: an IPv4 address, or the network of
//! 64 bits that a household has on IPv6. Every answer under a limit names its policy in `RateLimit-Policy` and what is
//! left in `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11). Both are added after an answer was taken from the
//! response cache, so they are the client's own and no part of what is cached.

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

pub(crate) use self::throttle::policy;
pub use self::throttle::{Policy, Throttle, Usage};
use super::{Clock, Code, client_address};
use crate::Error;
use crate::content::Time;

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

static READS: Policy = policy!("reads", 6000, 60);
static SEARCHES: Policy = policy!("searches", 300, 60);
static VIEWS: Policy = policy!("views", 300, 60);
static COMMENTS: Policy = policy!("comments", 10, 60);
static MARKS: Policy = policy!("reactions", 60, 60);
static SIGN_INS: Policy = policy!("sign-ins", 60, 60);

/// The limits of this server.
pub struct Limits {
    is_on: bool,
    reads: Throttle<IpAddr>,
    searches: Throttle<IpAddr>,
    views: Throttle<IpAddr>,
    comments: Throttle<IpAddr>,
    reactions: Throttle<IpAddr>,
    sign_ins: Throttle<IpAddr>,
}

/// The limits that a request stands under, kept among its extensions.
#[derive(Debug, Default)]
struct Usages(Vec<Usage>);

impl Limits {
    /// Per minute and address: 6,000 reads, 300 searches, 300 views, 10 comments, 60 likes
    /// and reports, 60 sign-ins and refreshed sessions.
    /// None at all when they are off.
    pub fn new(is_on: bool) -> Self {
        Self {
            is_on,
            reads: Throttle::new(&READS),
            searches: Throttle::new(&SEARCHES),
            views: Throttle::new(&VIEWS),
            comments: Throttle::new(&COMMENTS),
            reactions: Throttle::new(&MARKS),
            sign_ins: Throttle::new(&SIGN_INS),
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
    Reactions: reactions;
    /// Signing in, or going on with a session.
    SignIns: sign_ins;
}

/// Passes while the client is within its limit, else 429. As a handler's first argument it refuses before anything else
/// of the request is looked at.
#[derive(Debug)]
pub struct RateLimited<L>(PhantomData<L>);

impl<L: Limited> FromRequest for RateLimited<L> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(consume::<L>(request).map(|()| Self(PhantomData)))
    }
}

/// Counts one more request of a kind. 429 when it is too many.
pub fn consume<L: Limited>(request: &HttpRequest) -> Result<(), Error> {
    let Some((limits, address, now)) = asked(request) else { return Ok(()) };
    let usage = L::throttle(limits).take(&address, now);
    note(request, usage);
    if usage.is_over { Err(too_many(usage)) } else { Ok(()) }
}

/// Keeps the usage for the headers of the answer.
fn note(request: &HttpRequest, usage: Usage) {
    let mut extensions = request.extensions_mut();
    match extensions.get_mut::<Usages>() {
        Some(usages) => usages.0.push(usage),
        None => drop(extensions.insert(Usages(vec![usage]))),
    }
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
        note(request.request(), usage);
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
    let Policy { name, quota, window, .. } = usage.policy;
    let detail = format!(
        "The limit for {name} is {quota} in {window} seconds. Try again in {} seconds.",
        usage.reset.max(1)
    );
    Error::new(Code::TooManyRequests, detail).with_usage(usage)
}

/// Says in an answer which limits its request stands under.
pub fn describe(request: &HttpRequest, headers: &mut HeaderMap) {
    if let Some(usages) = request.extensions().get::<Usages>() {
        describe_all(headers, &usages.0);
    }
}

/// Says in the answer to a refused request which limit it has reached.
pub fn describe_refusal(headers: &mut HeaderMap, usage: Usage) {
    describe_all(headers, &[usage]);
}

fn describe_all(headers: &mut HeaderMap, usages: &[Usage]) {
    if headers.contains_key(RATE_LIMIT) {
        return;
    }
    let (policies, left) = match usages {
        [] => return,
        // The usual case.
        [usage] => (Some(HeaderValue::from_static(usage.policy.header)), usage.to_string()),
        usages => {
            let policies: Vec<_> = usages.iter().map(|usage| usage.policy.header).collect();
            let left: Vec<_> = usages.iter().map(Usage::to_string).collect();
            (HeaderValue::try_from(policies.join(", ")).ok(), left.join(", "))
        }
    };
    if let (Some(policies), Ok(left)) = (policies, HeaderValue::try_from(left)) {
        headers.insert(RATE_LIMIT_POLICY, policies);
        headers.insert(RATE_LIMIT, left);
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
    client_address::of(request).map(client_address::client_network)
}
