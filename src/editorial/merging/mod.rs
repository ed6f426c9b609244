//! Merging one section, author or tag into another.
//!
//! Everything that refers to the one refers to the other afterwards: working copies by a new revision,
//! what readers see, and old links. Each kind does with this what is its own.
//!
//! A merge of many articles goes in lots, each in a transaction of its own, so that nobody else waits long for a turn. When it
//! breaks off, what was filed under the one that stays remains there, and the same request goes on with the rest.

pub mod dto;
mod store;

use std::sync::Arc;

use actix_web::rt;
use actix_web::web::Data;
use serde::Serialize;
use serde_json::Value;

use self::dto::MergeInput;
use super::articles::revision_store::{self, Save};
use super::articles::{audit_changes, editing};
use crate::Error;
use crate::audit::{self, Attribution, Change, Target};
use crate::content::taxonomy::Taxon;
use crate::content::vocabulary::{ResourceKind, TargetKind};
use crate::content::{Article, CacheTag, CacheTags, Faults};
use crate::db::{Conn, Db, QueryResult};
use crate::http::Code;
use crate::publishing::changes::{self, ChangeType};
use crate::publishing::{references, slug_history_store};

/// How many working copies, and how many published articles, one transaction files anew.
const LOT: usize = 100;

/// Takes `step` again and again, each time in a transaction of its own, until it returns what the merge leaves. It goes on when
/// whoever asked for it is gone.
pub async fn in_lots<T, F>(db: Data<Db>, step: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: Fn(&mut Conn) -> Result<Option<T>, Error> + Send + Sync + 'static,
{
    let step = Arc::new(step);
    let merge = rt::spawn(async move {
        loop {
            let step = Arc::clone(&step);
            if let Some(kept) = db.write_long(move |conn| step(conn)).await? {
                return Ok(kept);
            }
        }
    });
    merge.await.map_err(Error::internal)?
}

/// What the log of a thing that is gone tells of where it went.
const MERGED_INTO: &str = "merged_into";

/// A thing in a merge: its id, and its slug or path.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The id.
    pub id: i64,
    /// The slug or path.
    pub name: &'a str,
}

/// Which one goes, and which one stays.
#[derive(Clone, Copy, Debug)]
pub struct Merge<'a> {
    /// What kind of things they are.
    pub taxon: Taxon,
    /// The one that goes.
    pub gone: Part<'a>,
    /// The one that stays.
    pub kept: Part<'a>,
    /// Who merges them, and when.
    pub by: &'a Attribution,
}

/// The thing that `own` is to be merged into: another one, which is there.
pub fn target<T>(
    taxon: Taxon,
    own: i64,
    input: &MergeInput,
    mut faults: Faults,
    find: impl FnOnce(i64) -> QueryResult<Option<T>>,
) -> Result<T, Error> {
    let into = faults.required("/into", input.into);
    let target = into.map(find).transpose()?.flatten();
    if into == Some(own) {
        faults.add("/into", "itself", "nothing is merged into itself");
    } else if let (Some(id), None) = (into, &target) {
        let what: &str = taxon.into();
        faults.add("/into", "unknown-reference", format!("there is no {what} with the id {id}"));
    }
    faults.finish(target).map_err(Error::invalid_body)
}

/// Files an article of former days under what the things it names were merged into since.
pub fn follow(conn: &mut Conn, article: &mut Article) -> QueryResult<()> {
    for (taxon, id) in article.assigned_taxa() {
        let mut present = id;
        while let Some(kept) = merged_into(conn, taxon, present)? {
            present = kept;
        }
        if present != id {
            article.reassign(taxon, id, present);
        }
    }
    Ok(())
}

/// What a thing that is gone was merged into, as the log has it, which forgets nothing.
fn merged_into(conn: &mut Conn, taxon: Taxon, id: i64) -> QueryResult<Option<i64>> {
    let changes = audit::changes_of_last(conn, &action(taxon), taxon.into(), id)?;
    Ok(changes.iter().find(|change| change.member == MERGED_INTO).and_then(|change| change.after.as_i64()))
}

/// What the log calls a merge.
fn action(taxon: Taxon) -> String {
    format!("{}.merge", <&str>::from(taxon))
}

impl Merge<'_> {
    /// Lets everything refer to the one that stays. Nothing is in the way of deleting the other one then. False when more refers to
    /// it than one transaction changes: then the next one is to call it again.
    pub fn carry_over(&self, conn: &mut Conn) -> Result<bool, Error> {
        let (gone, kept) = (self.gone, self.kept);
        // What readers see goes first: a working copy that is just what they see says so afterwards.
        let shown = references::reassign(conn, self.taxon, (gone.id, gone.name), (kept.id, kept.name), LOT)?;
        let is_all_shown = self.taxon == Taxon::Section || shown < LOT;
        let articles =
            if is_all_shown { store::articles_under(conn, self.taxon, gone.id, LOT)? } else { Vec::new() };
        for article in &articles {
            self.reassign(conn, *article)?;
        }
        if !is_all_shown || articles.len() == LOT {
            if shown > 0 {
                let tags = self.tags(conn)?.and(changes::tags_of(self.taxon.into(), gone.id));
                changes::touch(conn, &tags)?;
            }
            return Ok(false);
        }
        self.tell_readers(conn)?;
        slug_history_store::transfer(conn, self.taxon.into(), gone.id, kept.id)?;
        slug_history_store::redirect(conn, self.taxon.into(), gone.name, kept.id)?;
        Ok(true)
    }

    /// The tags of what shows other articles afterwards.
    fn tags(&self, conn: &mut Conn) -> QueryResult<CacheTags> {
        let kind = ResourceKind::from(self.taxon);
        let (gone, kept) = (self.gone, self.kept);
        let mut tags = changes::tags_of(kind, kept.id);
        tags = tags.and([CacheTag::Articles(kind, gone.id), CacheTag::Articles(kind, kept.id)]);
        if self.taxon == Taxon::Section {
            for part in [gone, kept] {
                tags = tags.and(changes::lists_above(conn, part.name)?);
            }
        }
        Ok(tags)
    }

    /// Enters the merge among the changes. What showed the one that goes shows the one that stays.
    fn tell_readers(&self, conn: &mut Conn) -> QueryResult<()> {
        let kind = ResourceKind::from(self.taxon);
        let (gone, kept) = (self.gone, self.kept);
        let tags = self.tags(conn)?;
        let what = match self.taxon {
            Taxon::Section => ChangeType::SectionMerged,
            Taxon::Author => ChangeType::AuthorMerged,
            Taxon::Tag => ChangeType::TagMerged,
        };
        let names = (Some(gone.name), Some(kept.name));
        changes::record_names(conn, what, (kind, gone.id), names, tags, self.by.at)
    }

    /// Enters the merge in the log of both: `gone` as it was, and the version that the other one has now.
    pub fn record(&self, conn: &mut Conn, gone: &impl Serialize, kept_version: i64) -> Result<(), Error> {
        let kind = TargetKind::from(self.taxon);
        let action = action(self.taxon);
        let mut changes = audit::changes(gone, &());
        changes.push(Change::new(MERGED_INTO, Value::Null, self.kept.id));
        audit::record(conn, self.by, &action, Target::unversioned(kind, self.gone.id), &changes)?;
        let changes = [Change::new("merged_from", Value::Null, self.gone.id)];
        audit::record(conn, self.by, &action, Target::of(kind, self.kept.id, kept_version), &changes)?;
        Ok(())
    }

    /// Saves the working copy of an article under the one that stays. Where readers see exactly that
    /// working copy, they see its new revision from now on, which says the same.
    fn reassign(&self, conn: &mut Conn, article: i64) -> Result<(), Error> {
        let before = editing::find(conn, article)?;
        let (row, mut after) = (&before.row, before.article.clone());
        after.reassign(self.taxon, self.gone.id, self.kept.id);
        let save = Save {
            article: &after,
            slug: &row.slug,
            note: Some(self.note()),
            by: self.by.account.unwrap_or(row.updated_by),
            at: self.by.at,
            // It is found by the same words.
            words: None,
        };
        if !revision_store::update(conn, row, &save)? {
            return Err(Error::new(Code::Conflict, format!("Somebody changed article {article} meanwhile.")));
        }
        if row.live_revision == Some(row.head_revision) {
            store::show_head_revision(conn, article)?;
        }
        let changes = audit_changes::changes(Some((&before.article, &row.slug)), Some((&after, &row.slug)));
        let target = Target::of(TargetKind::Article, article, row.version + 1);
        audit::record(conn, self.by, "article.update", target, &changes)?;
        Ok(())
    }

    fn note(&self) -> String {
        let what = match self.taxon {
            Taxon::Section => "Section",
            Taxon::Author => "Author",
            Taxon::Tag => "Tag",
        };
        format!("{what} {} merged into {}.", self.gone.name, self.kept.name)
    }
}
