//! Privacy requests of readers: export and erasure of their comments.

mod dto;
mod handlers;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::export_comments).service(handlers::erase_comments);
}
