//! Merging one section, author or tag into another.
//!
//! Everything that refers to the one refers to the other afterwards: working copies by a new revision,
//! what readers see, and old links. Each kind does with this what is its own.

pub mod dto;
mod store;

use serde::Serialize;
use serde_json::Value;

use self::dto::MergeInput;
use super::articles::saves::{self, Save};
use super::articles::{editing, telling};
use crate::Error;
use crate::audit::{self, By, Change, Target};
use crate::content::taxonomy::Taxon;
use crate::content::vocabulary::{NamedKind, TargetKind};
use crate::content::{Article, CacheTag, Faults};
use crate::db::{Conn, QueryResult};
use crate::http::Code;
use crate::publishing::changes::{self, ChangeType};
use crate::publishing::{names, references};

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
    pub by: &'a By,
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
    for (taxon, id) in article.filed_under() {
        let mut present = id;
        while let Some(kept) = merged_into(conn, taxon, present)? {
            present = kept;
        }
        if present != id {
            article.refile(taxon, id, present);
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
    /// Lets everything refer to the one that stays. Nothing is in the way of deleting the other one then.
    pub fn carry_over(&self, conn: &mut Conn) -> Result<(), Error> {
        let (from, to) = (self.gone.id, self.kept.id);
        self.tell_readers(conn)?;
        references::refile(conn, self.taxon, from, to)?;
        for article in store::articles_under(conn, self.taxon, from)? {
            self.refile(conn, article)?;
        }
        names::hand_over(conn, self.taxon.into(), from, to)?;
        names::retire(conn, self.taxon.into(), self.gone.name, to)?;
        Ok(())
    }

    /// Enters the merge among the changes. What showed the one that goes shows the one that stays.
    fn tell_readers(&self, conn: &mut Conn) -> QueryResult<()> {
        let kind = NamedKind::from(self.taxon);
        let (gone, kept) = (self.gone, self.kept);
        let mut tags = changes::tags_of(kind, kept.id);
        tags = tags.and([CacheTag::Articles(kind, gone.id), CacheTag::Articles(kind, kept.id)]);
        if self.taxon == Taxon::Section {
            for part in [gone, kept] {
                tags = tags.and(changes::lists_above(conn, part.name)?);
            }
        }
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
    fn refile(&self, conn: &mut Conn, article: i64) -> Result<(), Error> {
        let before = editing::find(conn, article)?;
        let (row, mut after) = (&before.row, before.article.clone());
        after.refile(self.taxon, self.gone.id, self.kept.id);
        let save = Save {
            article: &after,
            slug: &row.slug,
            note: Some(self.note()),
            by: self.by.account.unwrap_or(row.updated_by),
            at: self.by.at,
            words: saves::searched_words(&after),
        };
        if !saves::update(conn, row, &save)? {
            return Err(Error::new(Code::Conflict, format!("Somebody changed article {article} meanwhile.")));
        }
        if row.live_revision == Some(row.head_revision) {
            store::show_head_revision(conn, article)?;
        }
        let changes = telling::changes(Some((&before.article, &row.slug)), Some((&after, &row.slug)));
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
