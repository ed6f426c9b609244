//! A change that readers can see.

use strum::IntoStaticStr;

use crate::content::CacheTags;

/// The type of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
pub enum ChangeType {
    /// An article was published that was not visible before.
    #[strum(serialize = "article.published")]
    ArticlePublished,
    /// A published article was updated.
    #[strum(serialize = "article.updated")]
    ArticleUpdated,
    /// A published article was updated with a correction for readers, or a correction of it was mended or withdrawn.
    #[strum(serialize = "article.corrected")]
    ArticleCorrected,
    /// An article was withdrawn.
    #[strum(serialize = "article.withdrawn")]
    ArticleWithdrawn,
    /// An article was killed.
    #[strum(serialize = "article.killed")]
    ArticleKilled,
    /// The path of a published article changed.
    #[strum(serialize = "article.moved")]
    ArticleMoved,
    /// A section was created.
    #[strum(serialize = "section.created")]
    SectionCreated,
    /// A section was changed or moved.
    #[strum(serialize = "section.updated")]
    SectionUpdated,
    /// A section was merged into another one.
    #[strum(serialize = "section.merged")]
    SectionMerged,
    /// A section was deleted.
    #[strum(serialize = "section.deleted")]
    SectionDeleted,
    /// An author was created.
    #[strum(serialize = "author.created")]
    AuthorCreated,
    /// An author was changed.
    #[strum(serialize = "author.updated")]
    AuthorUpdated,
    /// An author was merged into another one.
    #[strum(serialize = "author.merged")]
    AuthorMerged,
    /// An author was deleted.
    #[strum(serialize = "author.deleted")]
    AuthorDeleted,
    /// A tag was created.
    #[strum(serialize = "tag.created")]
    TagCreated,
    /// A tag was changed.
    #[strum(serialize = "tag.updated")]
    TagUpdated,
    /// A tag was merged into another one.
    #[strum(serialize = "tag.merged")]
    TagMerged,
    /// A tag was deleted.
    #[strum(serialize = "tag.deleted")]
    TagDeleted,
    /// A comment was approved.
    #[strum(serialize = "comment.approved")]
    CommentApproved,
    /// A visible comment was hidden.
    #[strum(serialize = "comment.removed")]
    CommentRemoved,
    /// The settings of the site changed.
    #[strum(serialize = "site.updated")]
    SiteUpdated,
}

/// A change that readers can see.
#[derive(Clone, Debug)]
pub struct Change {
    /// The type of the change.
    pub kind: ChangeType,
    /// The id of the article, section, author, tag or comment.
    pub id: i64,
    /// Its path on the site after the change. `None` when it has none.
    pub path: Option<String>,
    /// The paths that it had before the change, without the present one.
    pub previous_paths: Vec<String>,
    /// The cache tags of the responses that are no longer valid.
    pub tags: CacheTags,
}

impl Change {
    /// A change of a resource without a path.
    pub fn new(kind: ChangeType, id: i64, tags: CacheTags) -> Self {
        Self { kind, id, path: None, previous_paths: Vec::new(), tags }
    }

    /// Sets the path of the resource after the change, and the path before it.
    pub fn at(self, path: Option<String>, before: Option<String>) -> Self {
        let previous_paths = before.filter(|before| Some(before) != path.as_ref()).into_iter().collect();
        Self { path, previous_paths, ..self }
    }
}
