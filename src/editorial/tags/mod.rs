//! Tags: the subjects of articles, such as topics, people and places.

pub mod dto;
pub mod editing;
mod handlers;
mod model;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_tags)
        .service(handlers::create_tag)
        .service(handlers::get_tag)
        .service(handlers::update_tag)
        .service(handlers::delete_tag)
        .service(handlers::merge_tag);
}
