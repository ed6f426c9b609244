//! Moderation: readers' comments before and after they are public.

pub mod dto;
mod handlers;
pub mod moderation;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_comments)
        .service(handlers::get_comment)
        .service(handlers::moderate_comment);
}
