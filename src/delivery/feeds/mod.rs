//! Feeds for feed readers: what was published last, in all or of one section, tag or author.

mod atom;
mod feed;
mod finding;
mod handlers;
mod json_feed;
mod model;
mod rss;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::get_feed);
}
