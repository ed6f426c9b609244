//! The part of a delivered article that is rendered once, when the article is published.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::content::article::{LeadImage, Seo};
use crate::content::language::Direction;
use crate::content::vocabulary::{ArticleType, CorrectionKind};
use crate::content::{Article, Language, Slug, Time, reading_time};

/// The members of a [`super::DeliveredArticle`] that depend only on the published version of the article. They do not depend
/// on names of sections, authors and tags, on comments, or on the site's URL.
///
/// Publishing stores them as JSON in this order, and every response contains this JSON unchanged.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ArticlePayload {
    /// News ID: the permanent number of the article.
    #[schema(example = 84451)]
    pub id: i64,
    /// Readable part of the article's URL. It may change; the News ID does not.
    pub slug: String,
    /// Kind of article.
    #[serde(rename = "type")]
    pub kind: ArticleType,
    /// Language of the article, a BCP 47 tag such as `en` or `fa-IR`.
    pub language: String,
    /// Writing direction of the article's language.
    pub dir: Direction,
    /// Headline, plain text.
    pub headline: String,
    /// Line above the headline, plain text.
    #[schema(required)]
    pub kicker: Option<String>,
    /// Opening paragraph, plain text.
    #[schema(required)]
    pub lead: Option<String>,
    /// Teaser for lists and feeds, plain text.
    #[schema(required)]
    pub summary: Option<String>,
    /// Number of words in the body, by the word boundaries of Unicode (UAX #29).
    pub word_count: i64,
    /// Reading time of the body in minutes at 230 words per minute, rounded up.
    pub reading_minutes: u32,
    /// Byline to show instead of the authors' names.
    #[schema(required)]
    pub byline: Option<String>,
    /// Agency or newspaper that supplied the article.
    #[schema(required)]
    pub source: Option<String>,
    /// Location from which the article was reported.
    #[schema(required)]
    pub dateline: Option<String>,
    /// Main image.
    #[schema(required)]
    pub lead_image: Option<LeadImage>,
    /// Whether the article is breaking news.
    pub is_breaking: bool,
    /// Whether editors selected the article for a prominent position.
    pub is_featured: bool,
    /// When the article was published for the first time. It never changes.
    pub first_published_at: Time,
    /// Publish time to show to readers. Editors may set it.
    pub published_at: Time,
    /// When the published version last changed.
    pub updated_at: Time,
    /// Public corrections and clarifications, the newest first.
    pub corrections: Vec<DeliveredCorrection>,
    /// Metadata for search engines and social networks.
    pub seo: Seo,
    /// Number of the version that is published.
    pub version: i64,
}

/// The facts of a publication that the working copy does not contain.
#[derive(Debug)]
pub struct Publication {
    /// News ID.
    pub id: i64,
    /// Readable part of the article's URL.
    pub slug: Slug,
    /// Number of the version that is published.
    pub version: i64,
    /// When the article was published for the first time.
    pub first_published_at: Time,
    /// Publish time to show to readers. Editors may set it.
    pub published_at: Time,
    /// When the published version last changed.
    pub updated_at: Time,
    /// The public corrections, the newest first.
    pub corrections: Vec<DeliveredCorrection>,
    /// The number of words in the body.
    pub words: u32,
}

impl ArticlePayload {
    /// Builds the payload at the time of publication.
    pub fn of(article: &Article, publication: Publication) -> Self {
        Self {
            id: publication.id,
            slug: publication.slug.into_string(),
            kind: article.kind,
            language: article.language.to_string(),
            dir: article.language.direction(),
            headline: article.headline.clone(),
            kicker: article.kicker.clone(),
            lead: article.lead.clone(),
            summary: article.summary.clone(),
            word_count: i64::from(publication.words),
            reading_minutes: reading_time::reading_minutes(publication.words),
            byline: article.byline.clone(),
            source: article.source.clone(),
            dateline: article.dateline.clone(),
            lead_image: article.lead_image.clone(),
            is_breaking: article.is_breaking,
            is_featured: article.is_featured,
            first_published_at: publication.first_published_at,
            published_at: publication.published_at,
            updated_at: publication.updated_at,
            corrections: publication.corrections,
            seo: article.seo.clone(),
            version: publication.version,
        }
    }

    /// Computes the members that derive from others: the writing direction and the reading time.
    pub fn complete(&mut self) {
        self.dir = Language::direction_of(&self.language);
        self.reading_minutes = reading_time::minutes_of(self.word_count);
    }
}

/// Public note about a change to a published article.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Correction)]
pub struct DeliveredCorrection {
    /// Kind of change.
    pub kind: CorrectionKind,
    /// What was wrong and what is right, plain text.
    pub text: String,
    /// When the note was published.
    pub published_at: Time,
    /// When the newsroom changed the note last. It is `null` when the note was never changed.
    #[schema(required)]
    pub updated_at: Option<Time>,
}
