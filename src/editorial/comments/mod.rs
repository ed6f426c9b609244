//! Moderation: moderators and editors decide which readers' comments are public.

mod article_store;
pub mod dto;
mod handlers;
mod model;
pub mod moderation;
pub(super) mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_comments)
        .service(handlers::moderate_comments)
        .service(handlers::get_comment)
        .service(handlers::moderate_comment)
        .service(handlers::undo_moderation)
        .service(handlers::note_comment)
        .service(handlers::get_history);
}
