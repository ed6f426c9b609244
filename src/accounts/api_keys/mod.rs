//! API keys, with which programs call the API.
//!
//! An admin creates a key. Only that answer contains the key's text; the database stores a digest. A key has the
//! permissions of its scopes that the role of its creator also has. It works until it expires or is revoked, and while its
//! creator's account is not disabled.

mod dto;
mod handlers;
mod model;
mod secret;
mod service;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::secret::ApiKeySecret;
pub use self::store::{find_by_digest, record_use};

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_api_keys)
        .service(handlers::create_api_key)
        .service(handlers::get_api_key)
        .service(handlers::revoke_api_key);
}
