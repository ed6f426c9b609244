//! Articles as the newsroom works on them.
//!
//! The working copy is the newest revision; every save adds one. Readers see what was published
//! last, so that editing a published article changes nothing for them until it is published again.

pub(super) mod audit_changes;
pub mod body;
pub mod dto;
pub mod editing;
mod handlers;
pub mod indexing;
pub(super) mod model;
mod removal;
pub(super) mod revision_store;
mod slugs;
pub(super) mod store;
pub(super) mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_articles)
        .service(handlers::create_article)
        .service(handlers::get_article)
        .service(handlers::update_article)
        .service(handlers::replace_article)
        .service(handlers::delete_article);
}
