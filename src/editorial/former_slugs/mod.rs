//! The former slugs of articles. Old links use them, so a former slug stays reserved until its article gives it up.

mod dto;
mod editing;
mod handlers;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::list_former_slugs).service(handlers::release_former_slug);
}
