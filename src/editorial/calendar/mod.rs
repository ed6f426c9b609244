//! The calendar: scheduled publications, expiries, and ends of embargoes.

mod dto;
mod handlers;
mod model;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::list_calendar);
}
