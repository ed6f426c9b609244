//! All pages of a site, made when the server starts.

use std::collections::HashMap;

use super::template::CACHE_POLICY;
use super::{front, problems};
use crate::http::cache::FixedResponse;
use crate::http::{Code, Site};

const STYLE: &str = include_str!("style.css");
const ICON: &str = include_str!("icon.svg");

/// All pages of a site, with the style sheet, the icon and `robots.txt`.
pub struct Pages {
    /// `/`.
    pub front: FixedResponse,
    /// `/problems`.
    pub problems: FixedResponse,
    /// `/problems/{code}`, by code.
    pub problem: HashMap<&'static str, FixedResponse>,
    /// `/style.css`.
    pub style: FixedResponse,
    /// `/icon.svg`.
    pub icon: FixedResponse,
    /// `/robots.txt`.
    pub robots: FixedResponse,
}

impl Pages {
    /// The pages of this site. `has_docs` says whether `/docs` is served.
    pub fn new(site: &Site, has_docs: bool) -> Self {
        let page = |code: &Code| (code.name(), problems::page_of(*code, has_docs));
        Self {
            front: front::page(site, has_docs),
            problems: problems::list(has_docs),
            problem: Code::ALL.iter().map(page).collect(),
            style: FixedResponse::new("text/css; charset=utf-8", CACHE_POLICY, STYLE),
            icon: FixedResponse::new("image/svg+xml", CACHE_POLICY, ICON),
            robots: FixedResponse::new("text/plain; charset=utf-8", CACHE_POLICY, robots(site)),
        }
    }
}

/// Keeps search engines out of the API (RFC 9309). Feeds and sitemaps are made for them.
fn robots(site: &Site) -> String {
    format!(
        "User-agent: *\nAllow: /v1/feeds/\nAllow: /v1/sitemaps/\nDisallow: /\n\nSitemap: {}/v1/sitemaps/index.xml\n",
        site.api_url
    )
}
