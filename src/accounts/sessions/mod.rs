//! Sessions: signing in, refreshing access tokens, and signing out.
//!
//! A session has a refresh token, and each use replaces it (refresh token rotation, RFC 9700 §4.14.2). If a client sends a
//! refresh token that was replaced before, it may be stolen, and the session ends. A change of an account's
//! password, role or state ends all its sessions but the one that made the change. The access tokens of a session stop
//! working when it ends.

mod auth_limits;
mod auth_limits_store;
mod context;
pub mod dto;
mod handlers;
pub mod model;
mod refresh_token;
mod service;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::auth_limits::{AuthLimits, SignInAttempt};
pub use self::context::SignInContext;
pub use self::service::verify_current_password;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::login)
        .service(handlers::refresh)
        .service(handlers::logout)
        .service(handlers::list_sessions)
        .service(handlers::end_session);
}
