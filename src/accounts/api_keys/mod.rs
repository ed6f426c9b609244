//! API keys: what programs call with.
//!
//! A key is made by an admin, told once, and kept as a digest. It is good for its scopes, until it expires or is
//! revoked, and as long as its maker may sign in; and never for more than its maker's role includes.

mod dto;
mod handlers;
mod key;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::key::ApiKey;
pub use self::store::{note_use, owner};

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_api_keys)
        .service(handlers::create_api_key)
        .service(handlers::get_api_key)
        .service(handlers::revoke_api_key);
}
