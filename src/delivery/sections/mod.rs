//! The section tree.

mod dto;
mod handlers;
mod model;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::list_sections).service(handlers::get_section);
}
