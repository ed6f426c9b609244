//! Creating, changing and deleting tags, each in the transaction it is given.

use super::dto::TagInput;
use super::model::CheckedTag;
use super::store::{self, Tag};
use crate::Error;
use crate::audit::{self, Attribution, Target};
use crate::content::taxonomy::Taxon;
use crate::content::vocabulary::{ResourceKind, TargetKind};
use crate::content::{Faults, Term};
use crate::db::Conn;
use crate::editorial::conflict;
use crate::editorial::merging::dto::MergeInput;
use crate::editorial::merging::{self, Merge, Part};
use crate::publishing::changes::{self, ChangeType};
use crate::publishing::slug_history_store;

/// Creates a tag.
pub fn create(conn: &mut Conn, input: TagInput, faults: Faults, by: &Attribution) -> Result<Tag, Error> {
    let tag = check(input, faults)?;
    let made = store::insert(conn, &tag, by.at)
        .map_err(|error| conflict::over_slug(error, "tags", "slug", &tag.slug))?;
    slug_history_store::reserve(conn, ResourceKind::Tag, &made.slug)?;
    let named = (ResourceKind::Tag, made.id);
    changes::record_taxon(conn, ChangeType::TagCreated, named, (None, Some(&made.slug)), None, by.at)?;
    let target = Target::of(TargetKind::Tag, made.id, made.version);
    audit::record(conn, by, "tag.create", target, &audit::changes(&(), &TagInput::from(&made)))?;
    Ok(made)
}

/// Writes a tag anew, unless it stays what it is.
pub fn change(
    conn: &mut Conn,
    before: &Tag,
    input: TagInput,
    faults: Faults,
    by: &Attribution,
) -> Result<Tag, Error> {
    let tag = check(input, faults)?;
    if !tag.differs_from(before) {
        return Ok(before.clone());
    }
    let changed = store::update(conn, before, &tag, by.at)
        .map_err(|error| conflict::over_slug(error, "tags", "slug", &tag.slug))?;
    slug_history_store::rename(conn, ResourceKind::Tag, &before.slug, &changed.slug, changed.id)?;
    let (named, slugs) = ((ResourceKind::Tag, changed.id), (Some(&*before.slug), Some(&*changed.slug)));
    changes::record_taxon(conn, ChangeType::TagUpdated, named, slugs, None, by.at)?;
    let target = Target::of(TargetKind::Tag, changed.id, changed.version);
    let changes = audit::changes(&TagInput::from(before), &TagInput::from(&changed));
    audit::record(conn, by, "tag.update", target, &changes)?;
    Ok(changed)
}

/// Deletes a tag that nothing refers to.
pub fn delete(conn: &mut Conn, tag: &Tag, by: &Attribution) -> Result<(), Error> {
    conflict::refuse_published(conn, &Term::Tag(tag.id), "tag")?;
    store::delete(conn, tag.id).map_err(|error| conflict::over_use(error, "tag"))?;
    slug_history_store::remove(conn, ResourceKind::Tag, tag.id)?;
    let named = (ResourceKind::Tag, tag.id);
    changes::record_taxon(conn, ChangeType::TagDeleted, named, (Some(&tag.slug), None), None, by.at)?;
    let target = Target::unversioned(TargetKind::Tag, tag.id);
    audit::record(conn, by, "tag.delete", target, &audit::changes(&TagInput::from(tag), &()))?;
    Ok(())
}

/// Merges a tag into another one: whatever carries the tag carries the other one afterwards. `None` when
/// only a part of it is: call it again, in another transaction.
pub fn merge(
    conn: &mut Conn,
    gone: &Tag,
    input: &MergeInput,
    faults: Faults,
    by: &Attribution,
) -> Result<Option<Tag>, Error> {
    let kept = merging::target(Taxon::Tag, gone.id, input, faults, |id| store::find(conn, id))?;
    let merge = Merge {
        taxon: Taxon::Tag,
        gone: Part { id: gone.id, name: &gone.slug },
        kept: Part { id: kept.id, name: &kept.slug },
        by,
    };
    if !merge.carry_over(conn)? {
        return Ok(None);
    }
    store::delete(conn, gone.id)?;
    let kept = store::touch(conn, kept.id, by.at)?;
    merge.record(conn, &TagInput::from(gone), kept.version)?;
    Ok(Some(kept))
}

fn check(input: TagInput, mut faults: Faults) -> Result<CheckedTag, Error> {
    let tag = CheckedTag::check(input, &mut faults);
    faults.finish(tag).map_err(Error::invalid_body)
}
