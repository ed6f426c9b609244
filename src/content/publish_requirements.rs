//! The members that an article must have before it can be published.

use super::{Article, Faults, Time};

/// Records every fault that prevents the publication of `article` at `now`.
///
/// The article needs a section, a body that is not empty, and one of authors, byline or source. Its publish time must not be
/// later than `now`. Headline and language need no check: every saved article has them.
pub fn check(article: &Article, now: Time, faults: &mut Faults) {
    if article.section_id.is_none() {
        faults.add("/section_id", "required", "is required to publish: set the section of the article");
    }
    if article.body.as_ref().is_none_or(|body| body.blocks.is_empty()) {
        faults.add("/body", "required", "is required to publish and must not be empty");
    }
    if article.authors.is_empty() && article.byline.is_none() && article.source.is_none() {
        faults.add("/authors", "required", "is required to publish: set an author, a byline or a source");
    }
    if article.published_at.is_some_and(|time| time > now) {
        faults.add(
            "/published_at",
            "in-the-future",
            "must not be later than the time of publication: set it to an earlier time or to `null`",
        );
    }
}
