//! Tags: the topics, people, organisations, places, events and series of articles.

mod dto;
mod handlers;
mod model;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::list_tags).service(handlers::get_tag);
}
