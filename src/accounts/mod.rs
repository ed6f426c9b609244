//! People: accounts, roles, passwords and tokens.
//!
//! Accounts are for the newsroom only; readers have none, and nothing here is ever part of a public
//! answer. The gate turns a request's access token into a [`crate::http::Caller`].

mod dto;
mod gate;
mod handlers;
mod key_file;
pub mod password;
pub mod people;
pub mod store;
mod tokens;

pub use dto::UserView;
pub use gate::gate;
pub use key_file::KeyFileError;
pub use password::Passwords;
pub use tokens::{Tokens, TokensError};
use utoipa_actix_web::service_config::ServiceConfig;

/// The operations below `/v1/auth`.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::login).service(handlers::get_me);
}

/// The operation outside the versions: the public keys.
pub fn key_routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::get_keys);
}
