//! Resolves public URLs, current or former, to the resources behind them.

mod dto;
mod handlers;
mod model;
mod service;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::resolve);
}
