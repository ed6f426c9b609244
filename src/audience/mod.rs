//! The letterbox: what readers send in, the only writes that need no account.
//!
//! Everything here comes from strangers. It is kept as plain text, and shown to nobody but moderators
//! until one of them decides on it.

mod comments;

pub use comments::dto::CommentInput;
pub use comments::letterbox::submit as submit_comment;
use utoipa_actix_web::service_config::ServiceConfig;

/// The operations below `/v1`.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.configure(comments::routes);
}
