//! The delivery API: anonymous reads of published content.
//!
//! It reads `published_*` tables only, and knows no accounts and no drafts. A response depends on nothing but the
//! published content, the request and, in some operations, the time. So browsers and shared caches may store it.

mod articles;
mod authors;
mod comments;
mod context;
mod corrections;
mod feeds;
mod most_read;
mod related;
mod resolve;
mod search;
mod sections;
mod site;
mod sitemaps;
mod tags;
mod taxonomy_cache;
mod xml_text;

pub use self::taxonomy_cache::TaxonomyCache;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the operations below `/v1`.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .configure(articles::routes)
        .configure(related::routes)
        .configure(most_read::routes)
        .configure(comments::routes)
        .configure(corrections::routes)
        .configure(feeds::routes)
        .configure(sitemaps::routes)
        .configure(sections::routes)
        .configure(authors::routes)
        .configure(tags::routes)
        .configure(search::routes)
        .configure(resolve::routes)
        .configure(site::routes);
}
