//! The front page at `/`.

use actix_web::http::header::{HeaderValue, LINK};

use super::template;
use crate::content::body::escaped;
use crate::http::Site;
use crate::http::cache::FixedResponse;

/// Where programs find the description of the API (RFC 8631).
const SERVICE_DESCRIPTION: HeaderValue =
    HeaderValue::from_static("</openapi.json>; rel=\"service-desc\"; type=\"application/json\"");

/// Where people find the documentation (RFC 8631).
const SERVICE_DOCUMENTATION: HeaderValue = HeaderValue::from_static("</docs>; rel=\"service-doc\"");

/// What this server is, with links to the site that it serves, and to its documentation if it `has_docs`.
pub fn page(site: &Site, has_docs: bool) -> FixedResponse {
    let url = escaped(&site.public_url);
    let docs = if has_docs {
        "<li><a href=\"/docs/guide\">Guide</a>: from the first request to a published article</li>\n\
         <li><a href=\"/docs\">Reference</a> of all operations, to try them</li>\n"
    } else {
        ""
    };
    let text = format!(
        "<p>This is the API of a news site: articles, sections, authors, tags and comments as JSON. Editors write through it, \
         and websites and apps read what is published.</p>\n\
         <p>Readers find the site at <a href=\"{url}\">{url}</a>.</p>\n\
         <h2>For developers</h2>\n<ul>\n{docs}\
         <li><a href=\"/openapi.json\">OpenAPI document</a>, for client generators</li>\n\
         <li><a href=\"/v1/articles?limit=5\">The newest articles</a>, as an app reads them</li>\n\
         <li><a href=\"/problems\">Problem codes</a> and what to do about them</li>\n</ul>\n\
         <h2>Feeds</h2>\n<ul>\n\
         <li><a href=\"/v1/feeds/latest.rss\">RSS</a></li>\n\
         <li><a href=\"/v1/feeds/latest.atom\">Atom</a></li>\n\
         <li><a href=\"/v1/feeds/latest.json\">JSON Feed</a></li>\n</ul>\n\
         <h2>State</h2>\n<ul>\n\
         <li><a href=\"/healthz\">Whether the server runs</a></li>\n\
         <li><a href=\"/readyz\">Whether it accepts requests</a></li>\n</ul>\n"
    );
    let page = template::page("Broadsheet", &text, has_docs).with_header((LINK, SERVICE_DESCRIPTION));
    if has_docs { page.with_header((LINK, SERVICE_DOCUMENTATION)) } else { page }
}
