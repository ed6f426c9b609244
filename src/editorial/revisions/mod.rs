//! The revisions of an article: list, read, compare and restore them.

mod diff;
mod dto;
mod handlers;
mod model;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_revisions)
        .service(handlers::get_revision)
        .service(handlers::compare_revisions)
        .service(handlers::restore_revision);
}
