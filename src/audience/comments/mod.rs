//! Comments that readers send.

mod checks;
pub mod dto;
mod handlers;
mod model;
pub mod rules;
mod store;
pub mod submission;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::submit_comment);
}
