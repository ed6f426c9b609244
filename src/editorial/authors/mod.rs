//! Authors: the people in bylines, with their public profiles.

pub mod dto;
pub mod editing;
mod handlers;
mod model;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_authors)
        .service(handlers::create_author)
        .service(handlers::get_author)
        .service(handlers::update_author)
        .service(handlers::delete_author)
        .service(handlers::merge_author);
}
