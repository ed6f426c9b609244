//! The public wing: reads only, and only what is published.
//!
//! It knows no account and no draft. Whatever it answers is a function of the published content and
//! of the request, so anyone may keep it for a while.

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

/// The operations below `/v1`.
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
