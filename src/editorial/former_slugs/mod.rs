//! The former slugs of articles. Old links use them, so no other article gets one before its article gives it up.

mod dto;
mod editing;
mod handlers;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::list_former_slugs).service(handlers::release_former_slug);
}
