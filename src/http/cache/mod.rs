//! The response cache of the public wing.
//!
//! What delivery answers is a function of the content and of the request. So a finished answer is kept
//! with the tags of what it depends on, and sent as it is until a change touches one of them. What depends on
//! the time as well says how long it is good ([`GoodUntil`]). One request makes an answer, and those that want
//! the same wait for it.

mod cached_response;
mod coding;

use std::borrow::Cow;
use std::future::{Future, poll_fn};
use std::num::NonZeroUsize;
use std::pin::pin;
use std::sync::Arc;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::ErrorInternalServerError;
use actix_web::http::Method;
use actix_web::http::header::{ACCEPT, CACHE_CONTROL, HeaderValue};
use actix_web::http::uri::PathAndQuery;
use actix_web::middleware::Next;
use actix_web::web::{self, Data};
use actix_web::{Error as Failure, HttpRequest};
use quick_cache::sync::{Cache as Entries, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, Equivalent, OptionsBuilder, Weighter};
use tokio::sync::Semaphore;

use self::cached_response::CachedResponse;
use self::coding::Coding;
use super::Clock;
use crate::content::{CacheTag, Time};
use crate::db::{ContentVersion, Db};

/// The mean size that entries are expected to have, in bytes.
const USUAL_SIZE: u64 = 8 * 1024;

/// The size that each part of the cache has at least, in bytes. The parts are locked one by one, and no answer
/// that is larger than a part is kept: a sitemap has about one million bytes.
const SIZE_OF_PART: u64 = 4 * 1024 * 1024;

/// How many parts are enough for the threads of any machine.
const MAX_PARTS: usize = 256;

/// The longest `Accept` to which answers are kept, in bytes.
const MAX_ACCEPT: usize = 256;

/// Keeps answers, up to so many bytes of them.
pub struct Cache {
    entries: Option<Entries<Key, Arc<CachedResponse>, Size>>,
    /// How many more answers may be compressed now. Each takes a processor, and memory for its window.
    coders: Arc<Semaphore>,
}

/// Of an answer that depends on the time too: when it is over, whatever is published.
#[derive(Clone, Copy, Debug)]
pub struct GoodUntil(pub Time);

/// What an answer was made from.
#[derive(Clone, Debug)]
pub struct Basis {
    /// The content as it was then.
    pub content_version: ContentVersion,
    /// What it depends on of that, each tag once.
    pub tags: Vec<CacheTag>,
}

/// What an answer is kept under.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    target: Box<str>,
    accept: Box<[u8]>,
    coding: Coding,
}

/// The same, of a request.
#[derive(Hash)]
struct Asked<'a> {
    target: &'a str,
    accept: &'a [u8],
    coding: Coding,
}

#[derive(Clone)]
struct Size;

impl Weighter<Key, Arc<CachedResponse>> for Size {
    fn weight(&self, key: &Key, kept: &Arc<CachedResponse>) -> u64 {
        (size_of::<Key>() + key.target.len() + key.accept.len() + kept.size()) as u64
    }
}

impl Cache {
    /// Keeps up to `bytes`; nothing with 0.
    pub fn new(bytes: u64) -> Self {
        let number = |bytes| usize::try_from(bytes).unwrap_or(usize::MAX).max(1);
        let options = OptionsBuilder::new()
            .weight_capacity(bytes)
            .estimated_items_capacity(number(bytes / USUAL_SIZE))
            .shards(number(bytes / SIZE_OF_PART).min(MAX_PARTS))
            .build();
        let entries = options.ok().filter(|_| bytes > 0).map(|options| {
            Entries::with_options(options, Size, DefaultHashBuilder::default(), DefaultLifecycle::default())
        });
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self { entries, coders: Arc::new(Semaphore::new(cores)) }
    }
}

impl Asked<'_> {
    fn to_key(&self) -> Key {
        Key { target: self.target.into(), accept: self.accept.into(), coding: self.coding }
    }
}

impl Equivalent<Key> for Asked<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        *self.target == *key.target && *self.accept == *key.accept && self.coding == key.coding
    }
}

/// What comes of a request that is not answered from the cache.
enum Made<B> {
    /// An answer to send, and to keep.
    Answer(HttpRequest, Arc<CachedResponse>),
    /// Something for this request alone, such as a problem.
    Other(ServiceResponse<B>),
}

/// Wraps the public wing. Answers reads from the cache where it can, in the coding that the client likes
/// best, and with 304 when the client has the answer already.
pub async fn serve<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Failure> {
    let shared = (
        request.app_data::<Data<Cache>>(),
        request.app_data::<Data<Db>>(),
        request.app_data::<Data<Clock>>(),
    );
    let (Some(cache), Some(db), Some(clock)) = shared else {
        return Err(ErrorInternalServerError("the cache is not set up"));
    };
    if request.method() != Method::GET {
        return next.call(request).await.map(ServiceResponse::map_into_left_body);
    }
    let now = clock.now();
    let accept = accepted(&request);
    let asked = Asked {
        target: request.uri().path_and_query().map_or("/", PathAndQuery::as_str),
        accept: &accept,
        coding: Coding::wanted(&request),
    };
    let kept = cache.entries.as_ref().and_then(|entries| entries.get(&asked));
    if let Some(kept) = kept.filter(|kept| kept.is_valid(db, now)) {
        let response = kept.answer(&request, now);
        return Ok(request.into_response(response).map_into_right_body());
    }
    let (key, cache, db) = (asked.to_key(), cache.clone(), db.clone());
    let made = match &cache.entries {
        // Nobody asks like that but to fill the cache.
        Some(entries) if key.accept.len() <= MAX_ACCEPT => {
            fill(entries, &cache.coders, &db, key, now, request, next).await?
        }
        _ => code(make(request, next).await?, &cache.coders, key.coding).await?,
    };
    Ok(match made {
        Made::Answer(request, kept) => {
            let response = kept.answer(&request, now);
            ServiceResponse::new(request, response).map_into_right_body()
        }
        Made::Other(mut response) => {
            // Of some problems others would take note for minutes, when nothing was said.
            if response.status().is_client_error() || response.status().is_server_error() {
                response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            }
            response.map_into_left_body()
        }
    })
}

/// Everything that the request says of media types: of several headers, all.
fn accepted(request: &ServiceRequest) -> Cow<'_, [u8]> {
    let mut values = request.headers().get_all(ACCEPT).map(HeaderValue::as_bytes);
    match (values.next(), values.next()) {
        (None, _) => Cow::Borrowed(&[]),
        (Some(only), None) => Cow::Borrowed(only),
        (Some(first), Some(second)) => {
            let all: Vec<&[u8]> = [first, second].into_iter().chain(values).collect();
            Cow::Owned(all.join(&b","[..]))
        }
    }
}

/// Makes what is missing and keeps it, unless somebody else is making it already: then waits for that. When
/// nothing to be kept came of it, all who waited go on at once, each for itself.
async fn fill<B: MessageBody + 'static>(
    entries: &Entries<Key, Arc<CachedResponse>, Size>,
    coders: &Arc<Semaphore>,
    db: &Data<Db>,
    key: Key,
    now: Time,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<Made<B>, Failure> {
    let guard = loop {
        let mut waited = false;
        let mut waiting = pin!(entries.get_value_or_guard_async(&key));
        let found = poll_fn(|context| {
            let found = waiting.as_mut().poll(context);
            waited |= found.is_pending();
            found
        });
        match found.await {
            Ok(kept) if !kept.is_valid(db, now) => {
                drop(entries.remove_if(&key, |kept| !kept.is_valid(db, now)));
            }
            Ok(kept) => return Ok(Made::Answer(request.into_parts().0, kept)),
            Err(guard) => break (!waited).then_some(guard),
        }
    };
    let made = if key.coding == Coding::Identity {
        make(request, next).await?
    } else {
        let plain = Key { coding: Coding::Identity, ..key.clone() };
        let made = Box::pin(fill(entries, coders, db, plain, now, request, next)).await?;
        code(made, coders, key.coding).await?
    };
    if let Made::Answer(_, kept) = &made {
        // What changed while it was made is good enough for this request, but not to be kept.
        if let Some(guard) = guard.filter(|_| kept.is_valid(db, now)) {
            // It comes back when it is larger than a part of the cache.
            let _ = guard.insert(kept.clone());
        }
    }
    Ok(made)
}

/// Lets the handlers answer the request.
async fn make<B: MessageBody + 'static>(request: ServiceRequest, next: Next<B>) -> Result<Made<B>, Failure> {
    let (request, mut response) = next.call(request).await?.into_parts();
    let Some(basis) = response.extensions_mut().remove::<Basis>() else {
        return Ok(Made::Other(ServiceResponse::new(request, response)));
    };
    let until = response.extensions().get::<GoodUntil>().map(|until| until.0);
    let (head, body) = response.into_parts();
    match body.try_into_bytes() {
        Ok(bytes) => {
            let kept = CachedResponse::new(head.status(), head.headers(), bytes, basis, until)?;
            Ok(Made::Answer(request, Arc::new(kept)))
        }
        Err(body) => Ok(Made::Other(ServiceResponse::new(request, head.set_body(body)))),
    }
}

/// Compresses an answer, beside the threads that answer requests, when its turn comes.
async fn code<B>(made: Made<B>, coders: &Arc<Semaphore>, coding: Coding) -> Result<Made<B>, Failure> {
    match made {
        Made::Answer(request, kept) if coding != Coding::Identity && kept.is_worth_coding() => {
            let turn = coders.clone().acquire_owned().await.map_err(ErrorInternalServerError)?;
            // The turn ends with the work, also when the client has gone meanwhile.
            let code = move || {
                let coded = kept.coded(coding);
                drop(turn);
                coded
            };
            let coded = web::block(code).await??;
            Ok(Made::Answer(request, Arc::new(coded)))
        }
        made => Ok(made),
    }
}
