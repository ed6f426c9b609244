//! Sitemaps for search engines: all articles, and those of the last two days for news searches.

mod handlers;
mod model;
mod store;
mod xml;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::get_sitemap);
}
