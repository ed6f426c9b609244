//! What an article was before: every save, what changed between two of them, and the way back.

mod diff;
mod dto;
mod handlers;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_revisions)
        .service(handlers::get_revision)
        .service(handlers::compare_revisions)
        .service(handlers::restore_revision);
}
