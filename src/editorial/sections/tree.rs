//! Adding to the tree and changing it, each in the transaction it is given.

use super::dto::SectionInput;
use super::model::CheckedSection;
use super::store::{self, Section};
use crate::Error;
use crate::audit::{self, Attribution, Change, Target};
use crate::content::vocabulary::{ResourceKind, TargetKind};
use crate::content::{CacheTag, Faults};
use crate::db::Conn;
use crate::editorial::{conflict, section_access};
use crate::publishing::changes::{self, ChangeType};
use crate::publishing::{slug_history_store, terms_store};

/// Adds a section.
pub fn add(conn: &mut Conn, input: SectionInput, faults: Faults, by: &Attribution) -> Result<Section, Error> {
    let (section, path) = place(conn, input, None, faults)?;
    let made = store::insert(conn, &section, &path, by.at)
        .map_err(|error| conflict::over_slug(error, "sections", "path", &section.slug))?;
    slug_history_store::reserve(conn, ResourceKind::Section, &made.path)?;
    let named = (ResourceKind::Section, made.id);
    changes::record_taxon(conn, ChangeType::SectionCreated, named, (None, Some(&made.path)), None, by.at)?;
    let target = Target::of(TargetKind::Section, made.id, made.version);
    audit::record(conn, by, "section.create", target, &audit::changes(&(), &SectionInput::from(&made)))?;
    Ok(made)
}

/// Writes a section anew, unless it stays what it is; a new path takes everything below it along.
pub fn change(
    conn: &mut Conn,
    before: &Section,
    input: SectionInput,
    faults: Faults,
    by: &Attribution,
) -> Result<Section, Error> {
    let (section, path) = place(conn, input, Some(before), faults)?;
    if !section.differs_from(before) {
        return Ok(before.clone());
    }
    let is_moved = path != before.path;
    // The sections whose lists hold its articles: before it moves, and afterwards.
    let above = changes::ancestor_sections(conn, &before.path)?;
    // The section goes first: where its path is free, all paths below it are.
    let changed = store::update(conn, before, &section, &path, by.at)
        .map_err(|error| conflict::over_slug(error, "sections", "path", &section.slug))?;
    if is_moved {
        carry_along(conn, before, &path, by)?;
    }
    let now_above = changes::ancestor_sections(conn, &changed.path)?;
    terms_store::move_section(conn, changed.id, &above, &now_above)?;
    slug_history_store::rename(conn, ResourceKind::Section, &before.path, &changed.path, changed.id)?;
    let lists: Vec<i64> = if is_moved { [above, now_above].concat() } else { Vec::new() };
    let lists = lists.into_iter().map(|id| CacheTag::Articles(ResourceKind::Section, id));
    let named = (ResourceKind::Section, changed.id);
    let paths = (Some(&*before.path), Some(&*changed.path));
    changes::record_taxon(conn, ChangeType::SectionUpdated, named, paths, lists, by.at)?;
    let target = Target::of(TargetKind::Section, changed.id, changed.version);
    let changes = audit::changes(&SectionInput::from(before), &SectionInput::from(&changed));
    audit::record(conn, by, "section.update", target, &changes)?;
    Ok(changed)
}

/// Deletes a section that holds nothing.
pub fn delete(conn: &mut Conn, section: &Section, by: &Attribution) -> Result<(), Error> {
    store::delete(conn, section.id).map_err(|error| conflict::over_use(error, "section"))?;
    let named = (ResourceKind::Section, section.id);
    changes::record_taxon(conn, ChangeType::SectionDeleted, named, (Some(&section.path), None), None, by.at)?;
    section_access::replace(conn, section.id, None, by)?;
    slug_history_store::remove(conn, ResourceKind::Section, section.id)?;
    let target = Target::unversioned(TargetKind::Section, section.id);
    audit::record(conn, by, "section.delete", target, &audit::changes(&SectionInput::from(section), &()))?;
    Ok(())
}

/// Takes everything below a section that moves along; the paths it had lead to the new ones.
fn carry_along(conn: &mut Conn, section: &Section, to: &str, by: &Attribution) -> Result<(), Error> {
    for below in store::all_below(conn, &section.path)? {
        let path = format!("{to}{}", &below.path[section.path.len()..]);
        relocate(conn, &below, path, None, by)?;
    }
    Ok(())
}

/// Gives a section another path because of one above it; `parent` is the change of its parent, if any.
pub fn relocate(
    conn: &mut Conn,
    section: &Section,
    path: String,
    parent: Option<Change>,
    by: &Attribution,
) -> Result<(), Error> {
    store::set_path(conn, section.id, &path, by.at)?;
    slug_history_store::rename(conn, ResourceKind::Section, &section.path, &path, section.id)?;
    let target = Target::of(TargetKind::Section, section.id, section.version + 1);
    let changes: Vec<Change> =
        parent.into_iter().chain([Change::new("path", section.path.clone(), path)]).collect();
    audit::record(conn, by, "section.move", target, &changes)?;
    Ok(())
}

/// Checks the members, and finds the section's place in the tree.
fn place(
    conn: &mut Conn,
    input: SectionInput,
    own: Option<&Section>,
    mut faults: Faults,
) -> Result<(CheckedSection, String), Error> {
    let parent = input.parent_id.map(|id| store::find(conn, id)).transpose()?.flatten();
    let levels = own.map_or(Ok(0), |own| store::levels_below(conn, &own.path))?;
    let placed = CheckedSection::check(input, &mut faults).map(|section| {
        let path = section.path(parent.as_ref(), own, levels, &mut faults);
        (section, path)
    });
    faults.finish(placed).map_err(Error::invalid_body)
}
