//! The working copies of articles.
//!
//! The working copy is the newest revision; every save adds a revision. Readers see the revision that was published
//! last. An edit of a published article reaches them only when the article is published again.

pub mod access;
pub(super) mod audit_changes;
pub mod body;
pub mod creation;
pub mod dto;
pub mod editing;
mod handlers;
pub mod indexing;
mod list_query;
mod listing_store;
pub(super) mod model;
mod names_store;
mod reference_view;
mod references;
mod removal;
pub(super) mod revision_store;
mod slugs;
pub(super) mod store;
pub(super) mod validation;
pub(super) mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_articles)
        .service(handlers::create_article)
        .service(handlers::copy_article)
        .service(handlers::get_article)
        .service(handlers::update_article)
        .service(handlers::replace_article)
        .service(handlers::delete_article);
}
