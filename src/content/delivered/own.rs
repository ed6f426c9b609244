//! What an article shows of its own.

use serde::Serialize;

use super::DeliveredCorrection;
use crate::content::Time;
use crate::content::article::{LeadImage, Seo};
use crate::content::language::Direction;
use crate::content::vocabulary::ArticleType;

/// The members of a [`super::DeliveredArticle`] that depend on nothing but the article as it was published: not on the
/// names of sections, authors and tags, nor on comments, nor on the address of the site. Written once, when it is
/// published, they are put into lists as they are.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "they are those of the delivered article")]
pub struct OwnMembers<'a> {
    pub id: i64,
    pub slug: &'a str,
    #[serde(rename = "type")]
    pub kind: ArticleType,
    pub language: &'a str,
    pub dir: Direction,
    pub headline: &'a str,
    pub kicker: Option<&'a str>,
    pub lead: Option<&'a str>,
    pub summary: Option<&'a str>,
    pub word_count: i64,
    pub reading_minutes: u32,
    pub byline: Option<&'a str>,
    pub source: Option<&'a str>,
    pub dateline: Option<&'a str>,
    pub lead_image: Option<&'a LeadImage>,
    pub is_breaking: bool,
    pub is_featured: bool,
    pub first_published_at: Time,
    pub published_at: Time,
    pub updated_at: Time,
    pub corrections: &'a [DeliveredCorrection],
    pub seo: &'a Seo,
    pub version: i64,
}
