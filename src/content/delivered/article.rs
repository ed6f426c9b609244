//! The article and its parts, as the delivery API returns them.

use serde::Serialize;
use utoipa::ToSchema;

use super::body::DeliveredBody;
use super::payload::ArticlePayload;
use crate::content::Time;
use crate::content::vocabulary::{CommentPolicy, TagType};

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

    /// The authors without repetition: of an author with several roles, the first entry.
    pub fn people(&self) -> impl Iterator<Item = &DeliveredCredit> {
        let mut known = Vec::new();
        self.authors.iter().filter(move |author| {
            let is_new = !known.contains(&author.id);
            known.push(author.id);
            is_new
        })
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
