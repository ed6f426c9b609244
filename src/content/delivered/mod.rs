//! An article in the form that the delivery API returns. Previews return unpublished articles in the same form.

mod body;
mod payload;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::body::{BodyForm, BodyForms, DeliveredBody};
pub use self::payload::{ArticlePayload, Publication};
use super::Time;
use super::vocabulary::{CommentPolicy, CorrectionKind, TagType};

/// Published article. A member without a value is `null`, never missing. With `fields=`, only the requested members are
/// present.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Article)]
pub struct DeliveredArticle {
    /// The members that were rendered when the article was published.
    #[serde(flatten)]
    #[schema(inline)]
    pub own: ArticlePayload,
    /// Public URL of the article.
    #[schema(format = Uri)]
    pub url: String,
    /// Text of the article in the requested forms. It is `null` with `body=none`.
    #[schema(required)]
    pub body: Option<DeliveredBody>,
    /// Section in which the article appears.
    pub section: SectionShort,
    /// Path of sections from the top level to the article's section, inclusive.
    pub breadcrumb: Vec<Crumb>,
    /// Authors with their roles, in the order of the byline.
    pub authors: Vec<DeliveredCredit>,
    /// Tags, the most important first.
    pub tags: Vec<TagShort>,
    /// Whether readers may comment, and the number of public comments.
    pub comments: DeliveredComments,
}

impl DeliveredArticle {
    /// The names to credit in feeds and exports: the byline, or else the authors' names, or else the source.
    pub fn creators(&self) -> Vec<&str> {
        match &self.own.byline {
            Some(byline) => vec![byline],
            None if self.authors.is_empty() => self.own.source.as_deref().into_iter().collect(),
            None => self.people().map(|author| author.name.as_str()).collect(),
        }
    }
}

impl DeliveredArticle {
    /// The first credit of each author: an author can have several roles.
    pub fn people(&self) -> impl Iterator<Item = &DeliveredCredit> {
        let earlier = |index| self.authors.iter().take(index);
        let is_first = move |(index, author): &(usize, &DeliveredCredit)| {
            !earlier(*index).any(|other: &DeliveredCredit| other.id == author.id)
        };
        self.authors.iter().enumerate().filter(is_first).map(|(_, author)| author)
    }
}

/// Short form of a section.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SectionShort {
    /// Id of the section.
    pub id: i64,
    /// Slug of the section: the last part of its path.
    pub slug: String,
    /// Slugs from the top-level section to this one, separated by slashes.
    #[schema(example = "harbour/ferries")]
    pub path: String,
    /// Name of the section.
    pub name: String,
}

/// One author's contribution to an article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Credit)]
pub struct DeliveredCredit {
    /// Id of the author.
    pub id: i64,
    /// Slug of the author, for URLs.
    pub slug: String,
    /// Name of the author.
    pub name: String,
    /// Role of the author in this article, in the newsroom's own words.
    #[schema(example = "reporter")]
    pub role: String,
}

/// Short form of a tag.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TagShort {
    /// Id of the tag.
    pub id: i64,
    /// Slug of the tag, for URLs.
    pub slug: String,
    /// Name of the tag.
    pub name: String,
    /// What the tag is about.
    #[serde(rename = "type")]
    pub kind: TagType,
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
}

/// State of the comments on an article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CommentState)]
pub struct DeliveredComments {
    /// Whether readers may comment, and whether a moderator must approve comments first.
    pub policy: CommentPolicy,
    /// Number of public comments.
    pub count: i64,
    /// The server refuses new comments from this time on. With `null`, there is no closing time.
    #[schema(required)]
    pub closes_at: Option<Time>,
}

/// Section in a breadcrumb.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Crumb {
    /// Id of the section, for cache tags. The response does not contain it.
    #[serde(skip)]
    pub id: i64,
    /// Path of the section.
    #[schema(example = "harbour")]
    pub path: String,
    /// Name of the section.
    pub name: String,
}
