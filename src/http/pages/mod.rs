//! The pages for people: the front page, and the explanations of problem codes. They share a template and a style sheet, load
//! nothing from other hosts, and need no script.

mod front;
pub mod problems;
mod template;

use std::future::ready;

use actix_web::web::Data;
use actix_web::{HttpResponse, web};

use self::template::cacheable;
use super::Site;

const STYLE: &str = include_str!("style.css");

/// The routes of the front page, the style sheet and `robots.txt`. They are not operations of the API. `has_docs` says whether
/// `/docs` is served.
pub fn routes(config: &mut web::ServiceConfig, has_docs: bool) {
    config
        .route("/", web::get().to(move |site: Data<Site>| ready(front::front(&site, has_docs))))
        .route("/style.css", web::get().to(style))
        .route("/robots.txt", web::get().to(robots));
}

async fn style() -> HttpResponse {
    cacheable(HttpResponse::Ok()).content_type("text/css; charset=utf-8").body(STYLE)
}

/// Keeps search engines out of the API (RFC 9309). Feeds and sitemaps are made for them.
async fn robots(site: Data<Site>) -> HttpResponse {
    let text = format!(
        "User-agent: *\nAllow: /v1/feeds/\nAllow: /v1/sitemaps/\nDisallow: /\n\nSitemap: {}/v1/sitemaps/index.xml\n",
        site.api_url
    );
    cacheable(HttpResponse::Ok()).content_type("text/plain; charset=utf-8").body(text)
}
