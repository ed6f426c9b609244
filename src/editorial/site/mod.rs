//! The settings of the site that editors change while it runs.

mod dto;
mod handlers;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::get_settings).service(handlers::update_settings);
}
