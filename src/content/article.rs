//! An article as the newsroom writes it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{Block, Format};
use super::vocabulary::{ArticleType, CommentPolicy, CorrectionKind};
use super::{Language, Slug, Time};

/// Everything an editor decides about an article, checked and ready to be kept.
///
/// This is what a revision stores, its text apart from the other members. It refers to sections, authors, tags and other articles by
/// their ids; whether those exist is the database's business.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// 1 to 300 characters.
    pub headline: String,
    /// The line above the headline, up to 100 characters.
    pub kicker: Option<String>,
    /// The opening paragraph, up to 2,000 characters.
    pub lead: Option<String>,
    /// A text for lists and feeds, up to 2,000 characters.
    pub summary: Option<String>,
    /// The readable part of the address; `None` lets the system make one.
    pub slug: Option<Slug>,
    /// What kind of piece it is.
    #[serde(rename = "type")]
    pub kind: ArticleType,
    /// The language it is written in.
    pub language: Language,
    /// The text itself.
    pub body: Option<Body>,
    /// The section it appears in.
    pub section_id: Option<i64>,
    /// Who made it, in the order of the byline.
    pub authors: Vec<Credit>,
    /// A byline that stands in place of the authors' names, up to 300 characters.
    pub byline: Option<String>,
    /// What it is about, most important first.
    pub tag_ids: Vec<i64>,
    /// Articles the editor wants shown beside it.
    pub related_ids: Vec<i64>,
    /// The agency or paper it comes from, up to 300 characters.
    pub source: Option<String>,
    /// The place it was reported from, up to 100 characters.
    pub dateline: Option<String>,
    /// Breaking news.
    pub is_breaking: bool,
    /// Chosen by the editors for a prominent place.
    pub is_featured: bool,
    /// The publish time readers see; `None` means the moment of publishing.
    pub published_at: Option<Time>,
    /// The picture that leads the article.
    pub lead_image: Option<LeadImage>,
    /// How readers may comment.
    pub comments: CommentSettings,
    /// What search engines are told.
    pub seo: Seo,
}

/// An article's text: its blocks, and the format its editor last wrote it in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// The format to hand it back in.
    pub format: Format,
    /// The text as typed, sanitised blocks.
    pub blocks: Vec<Block>,
}

/// The part a person had in an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// The author's id.
    pub id: i64,
    /// What they did, in the newsroom's own words, up to 60 characters.
    pub role: String,
}

/// The role of an author for whom none is given.
pub const DEFAULT_AUTHOR_ROLE: &str = "reporter";

/// A picture, by its address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeadImage {
    /// Absolute `http` or `https` address of the picture.
    #[schema(format = Uri)]
    pub url: String,
    /// What the picture shows, for readers who cannot see it, up to 500 characters.
    #[schema(required)]
    pub alt: Option<String>,
    /// The line under the picture, up to 1,000 characters.
    #[schema(required)]
    pub caption: Option<String>,
    /// Who made the picture, up to 300 characters.
    #[schema(required)]
    pub credit: Option<String>,
    /// Width in pixels.
    #[schema(required, minimum = 1)]
    pub width: Option<u32>,
    /// Height in pixels.
    #[schema(required, minimum = 1)]
    pub height: Option<u32>,
}

/// What readers are told of a change to an article they may have read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// What it does to the article.
    pub kind: CorrectionKind,
    /// What was wrong and what is right, plain text of up to 2,000 characters.
    pub text: String,
}

/// How readers may comment on an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommentSettings {
    /// Whether comments are taken, and whether they wait for a moderator; null leaves it to the site.
    #[schema(required)]
    pub policy: Option<CommentPolicy>,
    /// No comments are taken from this time on.
    #[schema(required)]
    pub closes_at: Option<Time>,
}

impl CommentSettings {
    /// Whether a comment sent at `now` is taken.
    pub fn open_at(&self, now: Time) -> bool {
        self.policy != Some(CommentPolicy::Closed) && self.closes_at.is_none_or(|end| now < end)
    }
}

/// What search engines and social networks are told in place of the headline and summary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Seo {
    /// Up to 200 characters.
    #[schema(required)]
    pub title: Option<String>,
    /// Up to 500 characters.
    #[schema(required)]
    pub description: Option<String>,
    /// The address to be treated as the original, if it is not this site's own.
    #[schema(required, format = Uri)]
    pub canonical_url: Option<String>,
}
