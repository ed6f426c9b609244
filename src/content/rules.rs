//! What an article must have before readers may see it.

use super::{Article, Faults, Time};

/// Notes everything that keeps `article` from being published at `now`: it needs a section, a body
/// that says something, and someone who answers for it, an author, a byline or a source. Its
/// publish time must not lie ahead.
///
/// A headline and a language every saved article has already.
pub fn check_publishable(article: &Article, now: Time, faults: &mut Faults) {
    if article.section_id.is_none() {
        faults.add("/section_id", "required", "an article is published in a section");
    }
    if article.body.as_ref().is_none_or(|body| body.blocks.is_empty()) {
        faults.add("/body", "required", "an article needs a body to be published");
    }
    if article.authors.is_empty() && article.byline.is_none() && article.source.is_none() {
        faults.add(
            "/authors",
            "required",
            "an article needs an author, a byline or a source to be published",
        );
    }
    if article.published_at.is_some_and(|time| time > now) {
        faults.add(
            "/published_at",
            "in-the-future",
            "lies ahead: an article cannot be published with a future time",
        );
    }
}
