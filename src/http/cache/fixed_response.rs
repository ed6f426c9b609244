//! Responses that stay the same while the server runs: pages, style sheets, scripts and the OpenAPI document.

use std::sync::{Arc, OnceLock};

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, TryIntoHeaderPair, VARY,
};
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};

use super::content_coding::{self, ContentCoding};
use super::entity_tag;
use crate::http::Error;

/// A response with its entity tags. Each content coding is made when it is first requested, and kept. Cheap to clone.
#[derive(Clone)]
pub struct FixedResponse(Arc<Parts>);

struct Parts {
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Box<dyn Fn() -> Bytes + Send + Sync>,
    length: usize,
    digest: String,
    brotli: Compressed,
    zstd: Compressed,
    gzip: Compressed,
}

/// `None` inside when the coding would not be shorter.
type Compressed = OnceLock<Option<Bytes>>;

impl FixedResponse {
    /// A response with this body, media type and `Cache-Control`.
    pub fn new(media_type: &'static str, policy: &'static str, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        Self::of_function(media_type, policy, move || body.clone())
    }

    /// A response whose body `body` returns, always the same. Use it for a long body that is seldom sent uncompressed and
    /// should not stay in memory.
    pub fn of_function(
        media_type: &'static str,
        policy: &'static str,
        body: impl Fn() -> Bytes + Send + Sync + 'static,
    ) -> Self {
        let bytes = body();
        Self(Arc::new(Parts {
            headers: vec![
                (CONTENT_TYPE, HeaderValue::from_static(media_type)),
                (CACHE_CONTROL, HeaderValue::from_static(policy)),
                (VARY, HeaderValue::from_static("Accept-Encoding")),
            ],
            length: bytes.len(),
            digest: entity_tag::digest(&bytes),
            body: Box::new(body),
            brotli: OnceLock::new(),
            zstd: OnceLock::new(),
            gzip: OnceLock::new(),
        }))
    }

    /// The response with one more header. Call it before the response is shared.
    pub fn with_header(mut self, header: impl TryIntoHeaderPair) -> Self {
        if let (Some(parts), Ok(header)) = (Arc::get_mut(&mut self.0), header.try_into_pair()) {
            parts.headers.push(header);
        }
        self
    }

    /// The digest of the body, for names of files that change with their content.
    pub fn digest(&self) -> &str {
        &self.0.digest
    }

    /// The response to a request, in the negotiated content coding; 304 when the client has it already.
    pub async fn respond(&self, request: &HttpRequest) -> Result<HttpResponse, Error> {
        let wanted = match self.0.length {
            0..content_coding::MIN_LENGTH => ContentCoding::Identity,
            _ => ContentCoding::negotiate(request),
        };
        let compressed = self.compressed(wanted).await?;
        let coding = if compressed.is_some() { wanted } else { ContentCoding::Identity };
        let etag = entity_tag::of(&self.0.digest, coding)?;
        let not_modified = entity_tag::is_known(request, &etag).unwrap_or(false);
        let mut response =
            if not_modified { HttpResponse::NotModified().finish() } else { HttpResponse::Ok().finish() };
        let headers = response.headers_mut();
        for (name, value) in &self.0.headers {
            if !not_modified || *name != CONTENT_TYPE {
                headers.append(name.clone(), value.clone());
            }
        }
        headers.insert(ETAG, etag);
        if not_modified {
            return Ok(response);
        }
        if let Some(name) = coding.name() {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        let body = compressed.unwrap_or_else(|| (self.0.body)());
        Ok(response.set_body(body).map_into_boxed_body())
    }

    /// The body in this content coding; `None` when it is sent uncompressed. Compresses it on a thread for blocking work,
    /// so that other requests do not wait. Requests that come meanwhile wait for the same result.
    async fn compressed(&self, coding: ContentCoding) -> Result<Option<Bytes>, Error> {
        let Some(cell) = self.0.cell(coding) else { return Ok(None) };
        if let Some(known) = cell.get() {
            return Ok(known.clone());
        }
        let parts = self.0.clone();
        let compress = move || {
            let cell = parts.cell(coding)?;
            cell.get_or_init(|| coding.encode(&(parts.body)()).ok().flatten().map(Bytes::from)).clone()
        };
        web::block(compress).await.map_err(Error::internal)
    }
}

impl Parts {
    fn cell(&self, coding: ContentCoding) -> Option<&Compressed> {
        match coding {
            ContentCoding::Identity => None,
            ContentCoding::Brotli => Some(&self.brotli),
            ContentCoding::Zstd => Some(&self.zstd),
            ContentCoding::Gzip => Some(&self.gzip),
        }
    }
}
