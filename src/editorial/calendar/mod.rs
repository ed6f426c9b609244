//! What is going to happen to articles by itself, and when.

mod dto;
mod handlers;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::list_calendar);
}
