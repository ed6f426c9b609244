//! Moderation: readers' comments before and after they are public.

pub mod dto;
mod handlers;
pub mod moderation;
pub(super) mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_comments)
        // Before the single ones, whose ids would take the name for one of theirs.
        .service(handlers::moderate_comments)
        .service(handlers::get_comment)
        .service(handlers::moderate_comment)
        .service(handlers::undo_moderation)
        .service(handlers::note_comment)
        .service(handlers::get_history);
}
