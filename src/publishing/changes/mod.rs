//! What changes for readers: one entry for each change, in the transaction that makes it.
//!
//! Each entry counts the content version up by one and names the cache tags that it touches. The response cache of every
//! server goes by them, and so can shared caches.

mod store;

use std::time::Duration;

use strum::IntoStaticStr;

pub use self::store::sections_above;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags, Time};
use crate::db::{self, Conn, Db, QueryResult};
use crate::http::{Clock, Site};

/// How long entries are kept, in seconds: 30 days.
const KEPT_FOR: i64 = 30 * 24 * 60 * 60;

/// How many old entries are deleted in one transaction.
const LOT: i64 = 1000;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
pub enum ChangeType {
    /// Readers see an article that they did not see before.
    #[strum(serialize = "article.published")]
    ArticlePublished,
    /// Readers see another version of an article.
    #[strum(serialize = "article.updated")]
    ArticleUpdated,
    /// The same, with a public correction.
    #[strum(serialize = "article.corrected")]
    ArticleCorrected,
    /// An article was taken back.
    #[strum(serialize = "article.withdrawn")]
    ArticleWithdrawn,
    /// An article was taken back for good.
    #[strum(serialize = "article.killed")]
    ArticleKilled,
    /// An article has another address.
    #[strum(serialize = "article.moved")]
    ArticleMoved,
    /// There is a new section.
    #[strum(serialize = "section.created")]
    SectionCreated,
    /// A section is called otherwise, or lies elsewhere.
    #[strum(serialize = "section.updated")]
    SectionUpdated,
    /// A section was merged into another one.
    #[strum(serialize = "section.merged")]
    SectionMerged,
    /// A section is gone.
    #[strum(serialize = "section.deleted")]
    SectionDeleted,
    /// There is a new author.
    #[strum(serialize = "author.created")]
    AuthorCreated,
    /// An author is called or described otherwise.
    #[strum(serialize = "author.updated")]
    AuthorUpdated,
    /// An author was merged into another one.
    #[strum(serialize = "author.merged")]
    AuthorMerged,
    /// An author is gone.
    #[strum(serialize = "author.deleted")]
    AuthorDeleted,
    /// There is a new tag.
    #[strum(serialize = "tag.created")]
    TagCreated,
    /// A tag is called otherwise.
    #[strum(serialize = "tag.updated")]
    TagUpdated,
    /// A tag was merged into another one.
    #[strum(serialize = "tag.merged")]
    TagMerged,
    /// A tag is gone.
    #[strum(serialize = "tag.deleted")]
    TagDeleted,
    /// Readers see a comment that they did not see before.
    #[strum(serialize = "comment.approved")]
    CommentApproved,
    /// A comment was taken back.
    #[strum(serialize = "comment.removed")]
    CommentRemoved,
    /// Something about the site changed.
    #[strum(serialize = "site.updated")]
    SiteUpdated,
}

/// A change that readers can see.
#[derive(Clone, Debug)]
pub struct Change {
    /// What happened.
    pub kind: ChangeType,
    /// To which article, section, author, tag or comment.
    pub id: i64,
    /// Its path on the site now; `None` when it has none.
    pub path: Option<String>,
    /// The paths it had before.
    pub previous_paths: Vec<String>,
    /// The tags of the answers that are no longer valid.
    pub tags: CacheTags,
}

impl Change {
    /// A change of a thing without a path.
    pub fn new(kind: ChangeType, id: i64, tags: CacheTags) -> Self {
        Self { kind, id, path: None, previous_paths: Vec::new(), tags }
    }

    /// The same with the paths of the thing: now, and before.
    pub fn at(self, path: Option<String>, before: Option<String>) -> Self {
        let previous_paths = before.filter(|before| Some(before) != path.as_ref()).into_iter().collect();
        Self { path, previous_paths, ..self }
    }
}

/// Enters a change.
pub fn record(conn: &mut Conn, change: Change, now: Time) -> QueryResult<()> {
    store::insert(conn, Some(&change), &change.tags, Some(now))
}

/// Enters a change of a section, author or tag, which had the name `before` (a slug, or a section's path) and has the name
/// `now`: `None` when it was not there, or is no longer there. `tags` are those it touches besides its own.
pub fn record_names(
    conn: &mut Conn,
    kind: ChangeType,
    (named, id): (ResourceKind, i64),
    (before, now): (Option<&str>, Option<&str>),
    tags: impl IntoIterator<Item = CacheTag>,
    at: Time,
) -> QueryResult<()> {
    let path = |name: &str| match named {
        ResourceKind::Author => Site::author_path(name),
        ResourceKind::Tag => Site::tag_path(name),
        ResourceKind::Section | ResourceKind::Article => Site::section_path(name),
    };
    let change = Change::new(kind, id, tags_of(named, id).and(tags));
    record(conn, change.at(now.map(path), before.map(path)), at)?;
    store::advance_names(conn)
}

/// Enters that answers with these tags are no longer valid, where no article, section, author, tag or comment changed.
pub fn touch(conn: &mut Conn, tags: &CacheTags) -> QueryResult<()> {
    store::insert(conn, None, tags, None)
}

/// Deletes the entries that are older than 30 days, in lots, so that nobody waits long for a turn.
pub async fn forget_old(db: &Db, now: Time) -> Result<(), db::Error> {
    let before = now.plus_seconds(-KEPT_FOR);
    let is_old = move |conn: &mut Conn| Ok::<_, db::Error>(store::is_any_before(conn, before)?);
    while db.read(is_old).await? {
        db.write(move |conn| Ok::<_, db::Error>(store::forget_before(conn, before, LOT)?)).await?;
    }
    Ok(())
}

/// Deletes them every hour, and logs when that fails.
pub async fn forget_old_hourly(db: &Db, clock: &Clock) {
    loop {
        if let Err(error) = forget_old(db, clock.now()).await {
            log::warn!("old changes are not deleted yet: {error}");
        }
        tokio::time::sleep(Duration::from_secs(60 * 60)).await;
    }
}

/// The tags of an article, section, author or tag itself, and of the list of its kind.
pub fn tags_of(kind: ResourceKind, id: i64) -> CacheTags {
    CacheTags::only(CacheTag::One(kind, id)).and([CacheTag::List(kind)])
}

/// The tags of the lists of articles that hold what is in the section with that path: its own and those above.
pub fn lists_above(conn: &mut Conn, path: &str) -> QueryResult<Vec<CacheTag>> {
    Ok(sections_above(conn, path)?
        .into_iter()
        .map(|id| CacheTag::Articles(ResourceKind::Section, id))
        .collect())
}
