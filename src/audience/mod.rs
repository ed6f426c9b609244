//! What readers send in: the only writes that need no account.
//!
//! Everything here comes from strangers. What they write is plain text, checked before anybody sees it; what they read,
//! like and report is counted, not who.

mod comments;
mod pseudonyms;
mod reactions;
mod views;

pub use comments::dto::CommentInput;
pub use comments::rules::RuleCache;
pub use comments::submission::submit as submit_comment;
pub use pseudonyms::{forget as forget_readers, run as forget_readers_daily};
pub use views::Views;

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations below `/v1`.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.configure(comments::routes).configure(reactions::routes).configure(views::routes);
}
