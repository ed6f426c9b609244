//! The operations for readers of the site: comments, likes, reports and views. They are the only writes that need
//! no account.
//!
//! All input is untrusted. Texts are plain text, and they are checked before anyone sees them. Views, likes and
//! reports are counted. The database stores only a pseudonym of who sent them, for one day.

mod comments;
mod context;
mod pseudonyms;
mod reactions;
mod views;

pub use comments::dto::CommentInput;
pub use comments::rules::RuleCache;
pub use comments::submission::submit as submit_comment;
use context::AudienceContext;
pub use pseudonyms::{delete_expired as delete_expired_pseudonyms, run as delete_expired_pseudonyms_forever};
pub use views::{ViewCounter, add_views};

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations below `/v1`.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.configure(comments::routes).configure(reactions::routes).configure(views::routes);
}
