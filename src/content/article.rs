//! An article as the newsroom writes it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{Block, Format};
use super::notice::Notice;
use super::vocabulary::{ArticleType, CommentPolicy, CorrectionKind};
use super::{Language, Slug, Time};

/// Everything that an editor decides about an article, validated.
///
/// A revision stores this as JSON, with the body in a column of its own. The article refers to sections, authors, tags and
/// other articles by id. The code that saves the article checks in the same transaction that these ids exist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// 1 to 300 characters.
    pub headline: String,
    /// The line above the headline, up to 100 characters.
    pub kicker: Option<String>,
    /// The opening paragraph, up to 2,000 characters.
    pub lead: Option<String>,
    /// The teaser for lists and feeds, up to 2,000 characters.
    pub summary: Option<String>,
    /// The readable part of the article's URL. With `None`, the server makes one from the headline.
    pub slug: Option<Slug>,
    /// The kind of article, such as news, opinion or interview.
    #[serde(rename = "type")]
    pub kind: ArticleType,
    /// The language of the article.
    pub language: Language,
    /// The text of the article.
    pub body: Option<Body>,
    /// The section in which the article appears.
    pub section_id: Option<i64>,
    /// The authors with their roles, in the order of the byline.
    pub authors: Vec<Credit>,
    /// A byline that replaces the authors' names, up to 300 characters.
    pub byline: Option<String>,
    /// The tags, the most important first.
    pub tag_ids: Vec<i64>,
    /// The related articles that the editor chose.
    pub related_ids: Vec<i64>,
    /// The agency or newspaper that supplied the article, up to 300 characters.
    pub source: Option<String>,
    /// The location from which the article was reported, up to 100 characters.
    pub dateline: Option<String>,
    /// Whether the article is breaking news.
    pub is_breaking: bool,
    /// Whether editors selected the article for a prominent position.
    pub is_featured: bool,
    /// The publish time that readers see. With `None`, it is the moment of publishing.
    pub published_at: Option<Time>,
    /// The main image.
    pub lead_image: Option<LeadImage>,
    /// The settings for readers' comments.
    pub comments: CommentSettings,
    /// The metadata for search engines and social networks.
    pub seo: Seo,
}

/// An article's text: its blocks, and the format in which an editor last wrote it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// The format in which the editorial API returns the text.
    pub format: Format,
    /// The text as typed, sanitised blocks.
    pub blocks: Vec<Block>,
    /// What was dropped or changed in meaning when the text was written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Notice>,
}

/// One author's contribution to an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// The author's id.
    pub id: i64,
    /// The author's role in the newsroom's own words, such as `reporter`, up to 60 characters.
    pub role: String,
}

/// The role of an author when the editor gives none.
pub const DEFAULT_AUTHOR_ROLE: &str = "reporter";

/// The main image of an article. The server stores its URL, not the image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeadImage {
    /// Absolute `http` or `https` URL of the image.
    #[schema(format = Uri)]
    pub url: String,
    /// Alternative text for readers who cannot see the image, up to 500 characters.
    #[schema(required)]
    pub alt: Option<String>,
    /// Caption, plain text of up to 1,000 characters.
    #[schema(required)]
    pub caption: Option<String>,
    /// Photographer, agency or rights holder, up to 300 characters.
    #[schema(required)]
    pub credit: Option<String>,
    /// Width in pixels.
    #[schema(required, minimum = 1)]
    pub width: Option<u32>,
    /// Height in pixels.
    #[schema(required, minimum = 1)]
    pub height: Option<u32>,
}

/// The most characters of a correction.
pub const MAX_CORRECTION: usize = 2000;

/// A public note about a change to a published article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The kind of change, such as correction or retraction.
    pub kind: CorrectionKind,
    /// What was wrong and what is right, plain text of up to 2,000 characters.
    pub text: String,
}

/// The comment settings of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommentSettings {
    /// Whether readers may comment, and whether a moderator must approve comments first. With `null`, the site's policy
    /// applies.
    #[schema(required)]
    pub policy: Option<CommentPolicy>,
    /// The server refuses new comments from this time on. With `null`, there is no closing time.
    #[schema(required)]
    pub closes_at: Option<Time>,
}

impl CommentSettings {
    /// Whether the article accepts a comment at `now`.
    pub fn open_at(&self, now: Time) -> bool {
        self.policy != Some(CommentPolicy::Closed) && self.closes_at.is_none_or(|end| now < end)
    }
}

/// Metadata for search engines and social networks. A member that is `null` has no value of its own: use the headline, the
/// summary or the article's URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Seo {
    /// Title to use instead of the headline, up to 200 characters.
    #[schema(required)]
    pub title: Option<String>,
    /// Description to use instead of the summary, up to 500 characters.
    #[schema(required)]
    pub description: Option<String>,
    /// Absolute URL of the original article (`rel="canonical"`), when it was first published on another site.
    #[schema(required, format = Uri)]
    pub canonical_url: Option<String>,
}
