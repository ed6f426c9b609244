//! What is written of an article when it is published.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::DeliveredCorrection;
use crate::content::article::{LeadImage, Seo};
use crate::content::language::Direction;
use crate::content::vocabulary::ArticleType;
use crate::content::{Article, Language, Slug, Time, reading};

/// The members of a [`super::DeliveredArticle`] that depend on nothing but the article as it was published: not on the
/// names of sections, authors and tags, nor on comments, nor on the address of the site. They are kept as JSON, in this
/// order, and put into every answer as they are.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ArticlePayload {
    /// The News ID.
    #[schema(example = 84451)]
    pub id: i64,
    /// The readable part of its address.
    pub slug: String,
    /// What kind of piece it is.
    #[serde(rename = "type")]
    pub kind: ArticleType,
    /// The language it is written in.
    pub language: String,
    /// The direction it is written in.
    pub dir: Direction,
    /// The headline.
    pub headline: String,
    /// The line above the headline.
    #[schema(required)]
    pub kicker: Option<String>,
    /// The opening paragraph, plain text.
    #[schema(required)]
    pub lead: Option<String>,
    /// A text for lists and feeds, plain text.
    #[schema(required)]
    pub summary: Option<String>,
    /// How many words the text has (Unicode Standard Annex 29).
    pub word_count: i64,
    /// How many minutes the text takes to read, rounded up.
    pub reading_minutes: u32,
    /// A byline that stands in place of the authors' names.
    #[schema(required)]
    pub byline: Option<String>,
    /// The agency or paper it comes from.
    #[schema(required)]
    pub source: Option<String>,
    /// The place it was reported from.
    #[schema(required)]
    pub dateline: Option<String>,
    /// The picture that leads it.
    #[schema(required)]
    pub lead_image: Option<LeadImage>,
    /// Breaking news.
    pub is_breaking: bool,
    /// Chosen by the editors for a prominent place.
    pub is_featured: bool,
    /// When readers first saw it; never changes.
    pub first_published_at: Time,
    /// The publish time to show.
    pub published_at: Time,
    /// When something that readers see last changed.
    pub updated_at: Time,
    /// What readers were told of changes to it, newest first.
    pub corrections: Vec<DeliveredCorrection>,
    /// What search engines are to be told.
    pub seo: Seo,
    /// The version of the article that was published.
    pub version: i64,
}

/// What a published article has besides what its working copy says.
#[derive(Debug)]
pub struct Publication {
    /// The News ID.
    pub id: i64,
    /// The readable part of its address.
    pub slug: Slug,
    /// The version of the article that is published.
    pub version: i64,
    /// When readers first saw it.
    pub first_published_at: Time,
    /// The publish time to show.
    pub published_at: Time,
    /// When something that readers see last changed.
    pub updated_at: Time,
    /// The public corrections, newest first.
    pub corrections: Vec<DeliveredCorrection>,
    /// How many words the text has.
    pub words: u32,
}

impl ArticlePayload {
    /// The payload of an article as it is published.
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
            reading_minutes: reading::reading_minutes(publication.words),
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

    /// Works out the members that follow from others: the direction, and the time that it takes to read.
    pub fn complete(&mut self) {
        self.dir = Language::direction_of(&self.language);
        self.reading_minutes = reading::minutes_of(self.word_count);
    }
}
