//! Sitemaps for search engines: of all articles, and of the last two days for Google News.

mod handlers;
mod model;
mod service;
mod store;
mod xml;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::get_sitemap);
}
