//! The accounts of the newsroom: roles, passwords, sessions, access tokens and API keys.
//!
//! Readers have no accounts. [`authenticate()`] finds the account of a request's access token or API key, and handlers
//! receive it as [`crate::http::Caller`].

mod api_keys;
mod authenticate;
mod common_passwords;
mod dto;
mod error;
mod handlers;
mod key_file;
pub mod model;
pub mod password;
pub mod service;
pub mod sessions;
pub mod store;
mod tokens;
mod users;

pub use authenticate::authenticate;
pub use dto::UserView;
pub use error::AccountError;
pub use key_file::{KeyFileError, rotate as rotate_keys};
pub use password::Passwords;
pub use sessions::AuthLimits;
pub use tokens::{TokenError, TokenLifetimes, Tokens};
use utoipa_actix_web::service_config::ServiceConfig;

/// The operations below `/v1/auth`.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.configure(sessions::routes).service(handlers::get_me).service(handlers::change_password);
}

/// The operations of admins below `/v1/editorial`.
pub fn admin_routes(config: &mut ServiceConfig<'_>) {
    config.configure(users::routes).configure(api_keys::routes);
}

/// The operation outside `/v1`: the public keys.
pub fn key_routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::get_keys);
}
