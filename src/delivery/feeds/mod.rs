//! Feeds of the newest articles: of the site, or of one section, tag or author.

mod atom;
mod dto;
mod feed;
mod handlers;
mod json_feed;
mod model;
mod rss;
mod service;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::get_feed);
}
