//! The articles with the most views.

mod dto;
mod handlers;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::list_most_read);
}
