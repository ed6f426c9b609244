//! People: accounts, roles, passwords and tokens.
//!
//! Accounts are for the newsroom only; readers have none, and nothing here is ever part of a public
//! answer. The gate turns a request's access token into a [`crate::http::Caller`].

mod api_keys;
mod authenticate;
mod common_passwords;
mod dto;
mod handlers;
mod key_file;
pub mod password;
pub mod service;
pub mod sessions;
pub mod store;
mod tokens;
mod users;

pub use authenticate::authenticate;
pub use dto::UserView;
pub use key_file::{KeyFileError, rotate as rotate_keys};
pub use password::Passwords;
pub use sessions::Failures;
pub use tokens::{Lifetimes, Tokens, TokensError};
use utoipa_actix_web::service_config::ServiceConfig;

/// The operations below `/v1/auth`.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.configure(sessions::routes).service(handlers::get_me).service(handlers::change_password);
}

/// The operations below `/v1/editorial`, for admins.
pub fn admin_routes(config: &mut ServiceConfig<'_>) {
    config.configure(users::routes).configure(api_keys::routes);
}

/// The operation outside the versions: the public keys.
pub fn key_routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::get_keys);
}
