//! Preview links: URLs that show a working copy without an account, until they expire.
//!
//! The token of a link is its credential. It is random and valid for one article; the database has only its digest.

mod dto;
mod handlers;
mod model;
mod rendering;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_preview_tokens)
        .service(handlers::create_preview_token)
        .service(handlers::revoke_preview_token);
}

/// The operation of the editorial API below `/v1/preview`. Its credential is the token.
pub(super) fn public_routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::show_preview);
}
