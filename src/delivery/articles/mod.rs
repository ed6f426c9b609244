//! Published articles: one by its News ID or slug, and lists, newest first.

pub mod dto;
mod fields;
mod handlers;
mod json_ld;
mod listing;
pub mod newest;
mod pages;
mod reading;
pub mod store;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::list_articles).service(handlers::get_article);
}
