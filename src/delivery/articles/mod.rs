//! Published articles: one by its News ID or slug, and lists, newest first.

pub mod dto;
pub mod fields;
mod handlers;
mod json_ld;
pub mod listing;
pub mod newest;
mod ninjs;
pub mod pages;
mod reading;
pub mod store;
pub mod view;
pub mod writing;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::list_articles).service(handlers::get_article);
}
