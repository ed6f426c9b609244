//! What a response depends on. Handlers attach these values to the extensions of a response, and the cache reads them.

use crate::content::{CacheTag, Time};
use crate::db::ContentVersion;

/// The content that a response was made from. A response with this extension can be cached.
#[derive(Clone, Debug)]
pub struct Dependencies {
    /// The version of the content that the handler read.
    pub content_version: ContentVersion,
    /// The tags of all content that the response depends on, without repetitions.
    pub tags: Vec<CacheTag>,
}

/// When a response expires even though no content changes, for responses that depend on the time too.
#[derive(Clone, Copy, Debug)]
pub struct ExpiresAt(pub Time);
