//! Full-text search in published articles, with highlights.

mod dto;
mod handlers;
mod highlights;
mod results;
mod store;
mod suggestion;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::search_articles);
}
