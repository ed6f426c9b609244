//! Merging one section, author or tag (the source) into another one of the same kind (the target).
//!
//! Afterwards everything that referred to the source refers to the target: published articles, working copies (by a new
//! revision) and former slugs or paths. The module of each kind then deletes the source.
//!
//! A merge of many articles runs in batches, each in its own transaction, so that other writers can run between them. When a
//! merge fails before it is complete, the finished batches stay. The same request then continues with the remaining articles.

mod store;

use std::sync::Arc;

use actix_web::rt;
use actix_web::web::Data;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::articles::model::Save;
use super::articles::revision_store;
use super::articles::{access, audit_changes};
use crate::Error;
use crate::audit::{self, Attribution, Change, Target};
use crate::content::taxonomy::Taxon;
use crate::content::vocabulary::{ResourceKind, TargetKind};
use crate::content::{Article, CacheTag, CacheTags, Faults};
use crate::db::{Conn, Db, QueryResult};
use crate::http::Code;
use crate::publishing::changes::{self, ChangeType};
use crate::publishing::{references, slug_history_store};

/// The maximum number of working copies, and of published articles, that one transaction changes.
const BATCH_SIZE: usize = 100;

/// The member in the audit entry of a deleted source that holds the id of its target.
const MERGED_INTO: &str = "merged_into";

/// The request body of a merge.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Merge)]
pub struct MergeInput {
    /// The id of the section, author or tag to merge into. It must be of the same kind as the merged one, and not the same one.
    #[schema(required, nullable = false)]
    pub into: Option<i64>,
}

/// Runs `merge_batch` repeatedly, each time in its own transaction, until it returns the target.
///
/// The merge continues when the client disconnects.
pub async fn run_in_batches<T, F>(db: Data<Db>, merge_batch: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: Fn(&mut Conn) -> Result<Option<T>, Error> + Send + Sync + 'static,
{
    let merge_batch = Arc::new(merge_batch);
    let task = rt::spawn(async move {
        loop {
            let merge_batch = Arc::clone(&merge_batch);
            if let Some(target) = db.write_long(move |conn| merge_batch(conn)).await? {
                return Ok(target);
            }
        }
    });
    task.await.map_err(Error::internal)?
}

/// The target that the request names. Fails with 422 when `into` is missing, unknown or the id of the source itself.
pub fn find_target<T>(
    taxon: Taxon,
    source: i64,
    input: &MergeInput,
    mut faults: Faults,
    find: impl FnOnce(i64) -> QueryResult<Option<T>>,
) -> Result<T, Error> {
    let into = faults.required("/into", input.into);
    let target = into.map(find).transpose()?.flatten();
    let kind: &str = taxon.into();
    if into == Some(source) {
        faults.add("/into", "itself", format!("must be the id of another {kind}, not of the one to merge"));
    } else if let (Some(id), None) = (into, &target) {
        faults.add("/into", "unknown-reference", format!("there is no {kind} with the id {id}"));
    }
    faults.finish(target).map_err(Error::invalid_body)
}

/// Replaces merged sections, authors and tags of an article by the ones they were merged into. Used to restore a former revision.
pub fn resolve_merged(conn: &mut Conn, article: &mut Article) -> QueryResult<()> {
    for (taxon, id) in article.assigned_taxa() {
        let mut current = id;
        while let Some(target) = merged_into(conn, taxon, current)? {
            current = target;
        }
        if current != id {
            article.reassign(taxon, id, current);
        }
    }
    Ok(())
}

/// The id of the target that a deleted source was merged into, read from the audit log. No entry is ever deleted from the log.
fn merged_into(conn: &mut Conn, taxon: Taxon, id: i64) -> QueryResult<Option<i64>> {
    let changes = audit::changes_of_last(conn, &audit_action(taxon), taxon.into(), id)?;
    Ok(changes.iter().find(|change| change.member == MERGED_INTO).and_then(|change| change.after.as_i64()))
}

/// The action in the audit log, such as `tag.merge`.
fn audit_action(taxon: Taxon) -> String {
    format!("{}.merge", <&str>::from(taxon))
}

/// A section, author or tag in a merge.
#[derive(Clone, Copy, Debug)]
pub struct TaxonRef<'a> {
    /// The id.
    pub id: i64,
    /// The path of a section; the slug of an author or tag.
    pub path: &'a str,
}

/// A merge of `source` into `target`.
#[derive(Clone, Copy, Debug)]
pub struct Merge<'a> {
    /// The kind of both.
    pub taxon: Taxon,
    /// The one that the caller deletes afterwards.
    pub source: TaxonRef<'a>,
    /// The one that remains.
    pub target: TaxonRef<'a>,
    /// The editor who requested the merge, and the time.
    pub by: &'a Attribution,
}

impl Merge<'_> {
    /// Reassigns up to [`BATCH_SIZE`] published articles, and then up to as many working copies, to the target.
    ///
    /// Returns true when no article refers to the source any more: the caller can then delete it. Returns false when articles
    /// remain: the caller commits and calls again in a new transaction.
    pub fn reassign_batch(&self, conn: &mut Conn) -> Result<bool, Error> {
        let (source, target) = (self.source, self.target);
        // Published articles first: a working copy that equals the published revision can then publish its new revision
        // without a change for readers, see `reassign_working_copy`.
        let published = references::reassign(
            conn,
            self.taxon,
            (source.id, source.path),
            (target.id, target.path),
            BATCH_SIZE,
        )?;
        let is_published_complete = self.taxon == Taxon::Section || published < BATCH_SIZE;
        let working_copies = if is_published_complete {
            store::working_copies_with(conn, self.taxon, source.id, BATCH_SIZE)?
        } else {
            Vec::new()
        };
        for article in &working_copies {
            self.reassign_working_copy(conn, *article)?;
        }
        if !is_published_complete || working_copies.len() == BATCH_SIZE {
            if published > 0 {
                let tags = self.cache_tags(conn)?.and(changes::tags_of(self.taxon.into(), source.id));
                changes::invalidate(conn, &tags)?;
            }
            return Ok(false);
        }
        self.record_change(conn)?;
        slug_history_store::transfer(conn, self.taxon.into(), source.id, target.id)?;
        slug_history_store::redirect(conn, self.taxon.into(), source.path, target.id)?;
        Ok(true)
    }

    /// The cache tags of the target, and of all lists of articles that change.
    fn cache_tags(&self, conn: &mut Conn) -> QueryResult<CacheTags> {
        let kind = ResourceKind::from(self.taxon);
        let (source, target) = (self.source, self.target);
        let mut tags = changes::tags_of(kind, target.id);
        tags = tags.and([CacheTag::Articles(kind, source.id), CacheTag::Articles(kind, target.id)]);
        if self.taxon == Taxon::Section {
            for section in [source, target] {
                tags = tags.and(changes::ancestor_list_tags(conn, section.path)?);
            }
        }
        Ok(tags)
    }

    /// Records the merge as a change of published content.
    fn record_change(&self, conn: &mut Conn) -> QueryResult<()> {
        let kind = ResourceKind::from(self.taxon);
        let (source, target) = (self.source, self.target);
        let tags = self.cache_tags(conn)?;
        let change_type = match self.taxon {
            Taxon::Section => ChangeType::SectionMerged,
            Taxon::Author => ChangeType::AuthorMerged,
            Taxon::Tag => ChangeType::TagMerged,
        };
        let paths = (Some(source.path), Some(target.path));
        changes::record_taxon(conn, change_type, (kind, source.id), paths, tags, self.by.at)
    }

    /// Writes the audit entries of both: the members that `source` had, and the new version of the target.
    pub fn record_audit(
        &self,
        conn: &mut Conn,
        source: &impl Serialize,
        target_version: i64,
    ) -> Result<(), Error> {
        let kind = TargetKind::from(self.taxon);
        let action = audit_action(self.taxon);
        let mut changes = audit::changes(source, &());
        changes.push(Change::new(MERGED_INTO, Value::Null, self.target.id));
        audit::record(conn, self.by, &action, Target::unversioned(kind, self.source.id), &changes)?;
        let changes = [Change::new("merged_from", Value::Null, self.source.id)];
        audit::record(conn, self.by, &action, Target::of(kind, self.target.id, target_version), &changes)?;
        Ok(())
    }

    /// Saves a new revision of a working copy, with the target in place of the source.
    ///
    /// If readers see the previous revision, the new one becomes the published revision: the published article has the target
    /// already.
    fn reassign_working_copy(&self, conn: &mut Conn, article: i64) -> Result<(), Error> {
        let before = access::find(conn, article)?;
        let (row, mut after) = (&before.row, before.article.clone());
        after.reassign(self.taxon, self.source.id, self.target.id);
        let save = Save {
            article: &after,
            slug: &row.slug,
            note: Some(self.revision_note()),
            by: self.by.account.unwrap_or(row.updated_by),
            at: self.by.at,
            // The words of the search index stay the same.
            words: None,
        };
        if !revision_store::update(conn, row, &save)? {
            let detail = format!(
                "Another request changed article {article} during the merge. Send the merge again to continue it."
            );
            return Err(Error::new(Code::Conflict, detail));
        }
        if row.live_revision == Some(row.head_revision) {
            store::set_head_revision_live(conn, article)?;
        }
        let changes = audit_changes::changes(Some((&before.article, &row.slug)), Some((&after, &row.slug)));
        let target = Target::of(TargetKind::Article, article, row.version + 1);
        audit::record(conn, self.by, "article.update", target, &changes)?;
        Ok(())
    }

    fn revision_note(&self) -> String {
        let kind = match self.taxon {
            Taxon::Section => "Section",
            Taxon::Author => "Author",
            Taxon::Tag => "Tag",
        };
        format!("{kind} {} merged into {}.", self.source.path, self.target.path)
    }
}
