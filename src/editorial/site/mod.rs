//! The settings of the site that editors can change while the server runs.

mod dto;
pub mod editing;
mod handlers;
mod model;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::get_settings).service(handlers::update_settings);
}
