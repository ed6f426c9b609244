//! Links that show a working copy to whoever has them, for a while.
//!
//! A link's token is its credential: random, kept as a digest only, bound to one article, expiring and
//! revocable.

mod dto;
mod handlers;
mod rendering;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_preview_tokens)
        .service(handlers::create_preview_token)
        .service(handlers::revoke_preview_token);
}

/// The operation below `/v1/preview`, which needs no account.
pub(super) fn public_routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::show_preview);
}
