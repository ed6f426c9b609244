//! The response cache of the delivery API (RFC 9111 calls it a shared cache).
//!
//! A delivery response is a function of the content and of the request. So the cache stores each response with the tags of
//! what it depends on, and sends it until a change touches one of them. A response that also depends on the time has an
//! [`ExpiresAt`]. When several requests miss the same entry, one runs the handler and the others wait for its response.

mod cached_response;
mod content_coding;
mod dependencies;
mod entity_tag;
mod fixed_response;

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
use actix_web::{Error, HttpRequest};
use quick_cache::sync::{Cache as Entries, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, Equivalent, OptionsBuilder, Weighter};
use tokio::sync::Semaphore;

use self::cached_response::CachedResponse;
use self::content_coding::ContentCoding;
pub use self::dependencies::{Dependencies, ExpiresAt};
pub use self::fixed_response::FixedResponse;
use super::Clock;
use crate::content::Time;
use crate::db::Db;

/// The expected mean size of an entry, in bytes.
const USUAL_SIZE: u64 = 8 * 1024;

/// The minimum size of a shard, in bytes. Each shard has its own lock, and an entry must fit into one: a sitemap has about
/// one million bytes.
const MIN_SHARD_SIZE: u64 = 4 * 1024 * 1024;

/// The most shards. More would not help the threads of any machine.
const MAX_SHARDS: usize = 256;

/// The longest `Accept` whose responses are cached, in bytes.
const MAX_ACCEPT: usize = 256;

/// Stores responses up to a total size.
pub struct Cache {
    entries: Option<Entries<CacheKey, Arc<CachedResponse>, EntryWeight>>,
    /// Limits how many responses are compressed at the same time. Each takes a processor core, and memory for its window.
    compression_permits: Arc<Semaphore>,
}

/// The cache key: what selects a representation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct CacheKey {
    target: Box<str>,
    accept: Box<[u8]>,
    coding: ContentCoding,
}

/// A [`CacheKey`] that borrows from the request, for lookups without allocation.
#[derive(Hash)]
struct CacheKeyRef<'a> {
    target: &'a str,
    accept: &'a [u8],
    coding: ContentCoding,
}

/// The weight of an entry: its size in bytes.
#[derive(Clone)]
struct EntryWeight;

impl Weighter<CacheKey, Arc<CachedResponse>> for EntryWeight {
    fn weight(&self, key: &CacheKey, response: &Arc<CachedResponse>) -> u64 {
        (size_of::<CacheKey>() + key.target.len() + key.accept.len() + response.size()) as u64
    }
}

impl Cache {
    /// A cache of at most `bytes`. With 0 it stores nothing.
    pub fn new(bytes: u64) -> Self {
        let number = |bytes| usize::try_from(bytes).unwrap_or(usize::MAX).max(1);
        let options = OptionsBuilder::new()
            .weight_capacity(bytes)
            .estimated_items_capacity(number(bytes / USUAL_SIZE))
            .shards(number(bytes / MIN_SHARD_SIZE).min(MAX_SHARDS))
            .build();
        let entries = options.ok().filter(|_| bytes > 0).map(|options| {
            let hasher = DefaultHashBuilder::default();
            Entries::with_options(options, EntryWeight, hasher, DefaultLifecycle::default())
        });
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self { entries, compression_permits: Arc::new(Semaphore::new(cores)) }
    }
}

impl CacheKeyRef<'_> {
    fn to_key(&self) -> CacheKey {
        CacheKey { target: self.target.into(), accept: self.accept.into(), coding: self.coding }
    }
}

impl Equivalent<CacheKey> for CacheKeyRef<'_> {
    fn equivalent(&self, key: &CacheKey) -> bool {
        *self.target == *key.target && *self.accept == *key.accept && self.coding == key.coding
    }
}

/// The result of a request that the cache could not answer.
enum Generated<B> {
    /// A response that can be cached. It is not sent yet.
    Cacheable(HttpRequest, Arc<CachedResponse>),
    /// A response for this request only, such as a problem.
    Uncacheable(ServiceResponse<B>),
}

/// Middleware for the delivery API. Answers a GET request from the cache when a valid response is there, in the negotiated
/// content coding, or with 304 when the client has the response already.
pub async fn serve<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let shared = (
        request.app_data::<Data<Cache>>(),
        request.app_data::<Data<Db>>(),
        request.app_data::<Data<Clock>>(),
    );
    let (Some(cache), Some(db), Some(clock)) = shared else {
        return Err(ErrorInternalServerError("the application has no cache, database or clock"));
    };
    if request.method() != Method::GET {
        return next.call(request).await.map(ServiceResponse::map_into_left_body);
    }
    let now = clock.now();
    let accept = accept_header(&request);
    let key = CacheKeyRef {
        target: request.uri().path_and_query().map_or("/", PathAndQuery::as_str),
        accept: &accept,
        coding: ContentCoding::negotiate(&request),
    };
    let cached = cache.entries.as_ref().and_then(|entries| entries.get(&key));
    if let Some(cached) = cached.filter(|cached| cached.is_valid(db, now)) {
        let response = cached.respond(&request, now);
        return Ok(request.into_response(response).map_into_right_body());
    }
    let (key, cache, db) = (key.to_key(), cache.clone(), db.clone());
    let generated = match &cache.entries {
        // No real client sends a longer `Accept`. It would only fill the cache.
        Some(entries) if key.accept.len() <= MAX_ACCEPT => {
            get_or_generate(entries, &cache.compression_permits, &db, key, now, request, next).await?
        }
        _ => compress(generate(request, next).await?, &cache.compression_permits, key.coding).await?,
    };
    Ok(match generated {
        Generated::Cacheable(request, cached) => {
            let response = cached.respond(&request, now);
            ServiceResponse::new(request, response).map_into_right_body()
        }
        Generated::Uncacheable(mut response) => {
            // Without `Cache-Control`, shared caches store some error responses for minutes.
            if response.status().is_client_error() || response.status().is_server_error() {
                response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            }
            response.map_into_left_body()
        }
    })
}

/// The value of `Accept`. Several headers are joined with commas (RFC 9110 §5.3).
fn accept_header(request: &ServiceRequest) -> Cow<'_, [u8]> {
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

/// Returns the cached response. When it is missing, runs the handler and stores the response. When another request is
/// already doing that, waits for its response. If that one cannot be cached, each waiting request runs the handler itself,
/// all at the same time.
async fn get_or_generate<B: MessageBody + 'static>(
    entries: &Entries<CacheKey, Arc<CachedResponse>, EntryWeight>,
    compression_permits: &Arc<Semaphore>,
    db: &Data<Db>,
    key: CacheKey,
    now: Time,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<Generated<B>, Error> {
    let guard = loop {
        let mut waited = false;
        let mut lookup = pin!(entries.get_value_or_guard_async(&key));
        let entry = poll_fn(|context| {
            let entry = lookup.as_mut().poll(context);
            waited |= entry.is_pending();
            entry
        });
        match entry.await {
            Ok(cached) if !cached.is_valid(db, now) => {
                drop(entries.remove_if(&key, |cached| !cached.is_valid(db, now)));
            }
            Ok(cached) => return Ok(Generated::Cacheable(request.into_parts().0, cached)),
            Err(guard) => break (!waited).then_some(guard),
        }
    };
    let generated = if key.coding == ContentCoding::Identity {
        generate(request, next).await?
    } else {
        let plain = CacheKey { coding: ContentCoding::Identity, ..key.clone() };
        let generated =
            Box::pin(get_or_generate(entries, compression_permits, db, plain, now, request, next)).await?;
        compress(generated, compression_permits, key.coding).await?
    };
    if let Generated::Cacheable(_, response) = &generated {
        // If content changed meanwhile, the response is correct for this request but must not be stored.
        if let Some(guard) = guard.filter(|_| response.is_valid(db, now)) {
            // The insert fails when the response is larger than a shard. It is then sent without being stored.
            let _ = guard.insert(response.clone());
        }
    }
    Ok(generated)
}

/// Runs the handler.
async fn generate<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<Generated<B>, Error> {
    let (request, mut response) = next.call(request).await?.into_parts();
    let Some(dependencies) = response.extensions_mut().remove::<Dependencies>() else {
        return Ok(Generated::Uncacheable(ServiceResponse::new(request, response)));
    };
    let expires_at = response.extensions().get::<ExpiresAt>().map(|expires| expires.0);
    let (head, body) = response.into_parts();
    match body.try_into_bytes() {
        Ok(bytes) => {
            let response =
                CachedResponse::new(head.status(), head.headers(), bytes, dependencies, expires_at)?;
            Ok(Generated::Cacheable(request, Arc::new(response)))
        }
        Err(body) => Ok(Generated::Uncacheable(ServiceResponse::new(request, head.set_body(body)))),
    }
}

/// Compresses a response on a thread for blocking work, so that other requests do not wait for it.
async fn compress<B>(
    generated: Generated<B>,
    compression_permits: &Arc<Semaphore>,
    coding: ContentCoding,
) -> Result<Generated<B>, Error> {
    match generated {
        Generated::Cacheable(request, response)
            if coding != ContentCoding::Identity && response.is_worth_compressing() =>
        {
            let permit =
                compression_permits.clone().acquire_owned().await.map_err(ErrorInternalServerError)?;
            // The permit moves into the work, which continues when the client disconnects.
            let work = move || {
                let compressed = response.compressed(coding);
                drop(permit);
                compressed
            };
            let compressed = web::block(work).await??;
            Ok(Generated::Cacheable(request, Arc::new(compressed)))
        }
        generated => Ok(generated),
    }
}
