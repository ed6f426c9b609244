//! An article as readers' apps get it: the one shape in which delivery answers with what is published,
//! and a preview shows what is not.

mod body;
mod payload;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::body::{BodyForm, BodyForms, DeliveredBody};
pub use self::payload::{ArticlePayload, Publication};
use super::Time;
use super::vocabulary::{CommentPolicy, CorrectionKind, TagType};

/// A published article. Members that have no value are null, never missing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Article)]
pub struct DeliveredArticle {
    /// What was written when it was published.
    #[serde(flatten)]
    #[schema(inline)]
    pub own: ArticlePayload,
    /// Its public address.
    #[schema(format = Uri)]
    pub url: String,
    /// The text, in the forms asked for; null with `body=none`.
    #[schema(required)]
    pub body: Option<DeliveredBody>,
    /// The section it appears in.
    pub section: SectionShort,
    /// The sections from the top down to its own.
    pub breadcrumb: Vec<Crumb>,
    /// Who made it, in the order of the byline.
    pub authors: Vec<DeliveredCredit>,
    /// What it is about, most important first.
    pub tags: Vec<TagShort>,
    /// Whether readers may comment, and how many comments are shown.
    pub comments: DeliveredComments,
}

impl DeliveredArticle {
    /// The names of those who made it: the byline, which stands in place of the authors' names, else those, else the
    /// source.
    pub fn creators(&self) -> Vec<&str> {
        match &self.own.byline {
            Some(byline) => vec![byline],
            None if self.authors.is_empty() => self.own.source.as_deref().into_iter().collect(),
            None => self.authors.iter().map(|author| author.name.as_str()).collect(),
        }
    }
}

/// A section in short form.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SectionShort {
    /// The section's id.
    pub id: i64,
    /// Its part of the path.
    pub slug: String,
    /// The slugs from the top down to it, joined by slashes.
    #[schema(example = "harbour/ferries")]
    pub path: String,
    /// Its name.
    pub name: String,
}

/// The part a person had in an article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Credit)]
pub struct DeliveredCredit {
    /// The author's id.
    pub id: i64,
    /// The author's part of an address.
    pub slug: String,
    /// The author's name.
    pub name: String,
    /// What they did.
    #[schema(example = "reporter")]
    pub role: String,
}

/// A tag in short form.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TagShort {
    /// The tag's id.
    pub id: i64,
    /// The tag's part of an address.
    pub slug: String,
    /// The tag's name.
    pub name: String,
    /// What the tag stands for.
    #[serde(rename = "type")]
    pub kind: TagType,
}

/// What readers were told of a change to an article.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Correction)]
pub struct DeliveredCorrection {
    /// What it does to the article.
    pub kind: CorrectionKind,
    /// What was wrong and what is right, plain text.
    pub text: String,
    /// When it was published.
    pub published_at: Time,
}

/// The state of an article's comments.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CommentState)]
pub struct DeliveredComments {
    /// Whether comments are taken, and whether they wait for a moderator.
    pub policy: CommentPolicy,
    /// How many comments are shown.
    pub count: i64,
    /// No comments are taken from this time on.
    #[schema(required)]
    pub closes_at: Option<Time>,
}

/// A step on the way from the top of the section tree to a section.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Crumb {
    /// The section's id, for those who ask which sections are told of.
    #[serde(skip)]
    pub id: i64,
    /// The section's path.
    #[schema(example = "harbour")]
    pub path: String,
    /// The section's name.
    pub name: String,
}
