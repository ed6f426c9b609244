//! The pages for people: the front page, and the explanations of problem codes. They share a template, a style sheet and an icon,
//! load nothing from other hosts, and need no script.

mod front;
pub mod handlers;
mod problems;
mod site_pages;
pub mod template;

use actix_web::web;

pub use self::site_pages::Pages;

/// The routes of the front page, the style sheet, the icon and `robots.txt`. They are not operations of the API.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/", web::get().to(handlers::front_page))
        .route("/style.css", web::get().to(handlers::style))
        .route("/icon.svg", web::get().to(handlers::icon))
        .route("/robots.txt", web::get().to(handlers::robots));
}
