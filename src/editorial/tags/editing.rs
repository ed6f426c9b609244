//! Creates, updates, deletes and merges tags. Every function works in the caller's transaction and writes the audit entry there.

use super::dto::TagInput;
use super::model::{CheckedTag, Tag};
use super::store;
use crate::Error;
use crate::audit::{self, Attribution, Target};
use crate::content::taxonomy::Taxon;
use crate::content::vocabulary::{ResourceKind, TargetKind};
use crate::content::{Faults, Slug, SlugStyle, Term};
use crate::db::Conn;
use crate::editorial::merging::{self, Merge, MergeInput, TaxonRef};
use crate::editorial::{conflict, taxonomy};
use crate::publishing::changes::{self, ChangeType};
use crate::publishing::slug_history_store;

/// Creates a tag. Fails with 422 when a member is invalid, and with 409 when another tag has the given slug.
pub fn create(
    conn: &mut Conn,
    input: TagInput,
    faults: Faults,
    style: SlugStyle,
    by: &Attribution,
) -> Result<Tag, Error> {
    let checked = check(conn, input, faults, style, None)?;
    let tag = store::insert(conn, &checked, by.at)
        .map_err(|error| conflict::from_unique_violation(error, "tags", "slug", &checked.slug))?;
    slug_history_store::end_redirect(conn, ResourceKind::Tag, &tag.slug)?;
    let resource = (ResourceKind::Tag, tag.id);
    changes::record_taxon(conn, ChangeType::TagCreated, resource, (None, Some(&tag.slug)), None, by.at)?;
    let target = Target::of(TargetKind::Tag, tag.id, tag.version);
    audit::record(conn, by, "tag.create", target, &audit::changes(&(), &TagInput::from(&tag)))?;
    Ok(tag)
}

/// Writes the next version of a tag. Returns `before` unchanged when no member differs. Fails as [`create`] does.
pub fn update(
    conn: &mut Conn,
    before: &Tag,
    input: TagInput,
    faults: Faults,
    style: SlugStyle,
    by: &Attribution,
) -> Result<Tag, Error> {
    let checked = check(conn, input, faults, style, Some(before.id))?;
    if !checked.differs_from(before) {
        return Ok(before.clone());
    }
    let tag = store::update(conn, before, &checked, by.at)
        .map_err(|error| conflict::from_unique_violation(error, "tags", "slug", &checked.slug))?;
    slug_history_store::rename(conn, ResourceKind::Tag, &before.slug, &tag.slug, tag.id)?;
    let (resource, slugs) = ((ResourceKind::Tag, tag.id), (Some(&*before.slug), Some(&*tag.slug)));
    changes::record_taxon(conn, ChangeType::TagUpdated, resource, slugs, None, by.at)?;
    let target = Target::of(TargetKind::Tag, tag.id, tag.version);
    let changes = audit::changes(&TagInput::from(before), &TagInput::from(&tag));
    audit::record(conn, by, "tag.update", target, &changes)?;
    Ok(tag)
}

/// Deletes a tag. Fails with 409 when a working copy or a published article has it.
pub fn delete(conn: &mut Conn, tag: &Tag, by: &Attribution) -> Result<(), Error> {
    taxonomy::require_unpublished(conn, &Term::Tag(tag.id), "tag")?;
    store::delete(conn, tag.id).map_err(|error| taxonomy::from_foreign_key_violation(error, "tag"))?;
    slug_history_store::remove(conn, ResourceKind::Tag, tag.id)?;
    let resource = (ResourceKind::Tag, tag.id);
    changes::record_taxon(conn, ChangeType::TagDeleted, resource, (Some(&tag.slug), None), None, by.at)?;
    let target = Target::unversioned(TargetKind::Tag, tag.id);
    audit::record(conn, by, "tag.delete", target, &audit::changes(&TagInput::from(tag), &()))?;
    Ok(())
}

/// Merges one batch of the articles of `source` into the tag that `input` names, and deletes `source` after the last batch.
///
/// Returns the target tag when the merge is complete. Returns `None` when articles remain: call it again in a new transaction.
pub fn merge(
    conn: &mut Conn,
    source: &Tag,
    input: &MergeInput,
    faults: Faults,
    by: &Attribution,
) -> Result<Option<Tag>, Error> {
    let target = merging::find_target(Taxon::Tag, source.id, input, faults, |id| store::find(conn, id))?;
    let merge = Merge {
        taxon: Taxon::Tag,
        source: TaxonRef { id: source.id, path: &source.slug },
        target: TaxonRef { id: target.id, path: &target.slug },
        by,
    };
    if !merge.reassign_batch(conn)? {
        return Ok(None);
    }
    store::delete(conn, source.id)?;
    let target = store::advance_version(conn, target.id, by.at)?;
    merge.record_audit(conn, &TagInput::from(source), target.version)?;
    Ok(Some(target))
}

/// The valid members, with a slug that no other tag has. `own` is the id of the tag before an update. Fails as [`create`] does.
fn check(
    conn: &mut Conn,
    input: TagInput,
    faults: Faults,
    style: SlugStyle,
    own: Option<i64>,
) -> Result<CheckedTag, Error> {
    let is_slug_given = input.slug.is_some();
    let mut checked = validate(input, style, faults)?;
    let find = |slug: &Slug| store::slug_holder(conn, slug);
    checked.slug = taxonomy::available_slug(Taxon::Tag, checked.slug, is_slug_given, own, find)?;
    Ok(checked)
}

/// Validates all members. Fails with 422 and every fault.
fn validate(input: TagInput, style: SlugStyle, mut faults: Faults) -> Result<CheckedTag, Error> {
    let name = faults.line("/name", input.name, 100);
    let name = faults.required("/name", name);
    let slug = taxonomy::choose_slug(input.slug, name.as_deref(), style, &mut faults);
    let checked =
        name.zip(slug).map(|(name, slug)| CheckedTag { name, slug, kind: input.kind.unwrap_or_default() });
    faults.finish(checked).map_err(Error::invalid_body)
}
