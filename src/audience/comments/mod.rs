//! Comments as readers send them.

mod checks;
pub mod dto;
mod handlers;
pub mod letterbox;
mod model;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::submit_comment);
}
