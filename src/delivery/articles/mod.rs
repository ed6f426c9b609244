//! Published articles: one by its News ID or slug, and filtered lists of them.

pub mod dto;
pub mod fields;
mod handlers;
mod json_ld;
pub mod listing;
mod lookup;
mod ninjs;
pub mod pages;
pub mod store;
pub mod view;
pub mod writer;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::list_articles).service(handlers::get_article);
}
