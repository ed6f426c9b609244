//! What is written of an article when it is published.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::DeliveredCorrection;
use crate::content::article::{LeadImage, Seo};
use crate::content::language::Direction;
use crate::content::vocabulary::ArticleType;
use crate::content::{Language, Time, reading};

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

impl ArticlePayload {
    /// Works out the members that follow from others: the direction, and the time that it takes to read.
    pub fn complete(&mut self) {
        self.dir = Language::direction_of(&self.language);
        self.reading_minutes = reading::minutes_of(self.word_count);
    }
}
