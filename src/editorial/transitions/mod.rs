//! The transitions of articles in the workflow, and the check whether an article can be published.

mod dto;
mod handlers;
pub mod request;

pub use self::dto::TransitionInput;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_transitions)
        .service(handlers::take_transition)
        .service(handlers::validate_article);
}
