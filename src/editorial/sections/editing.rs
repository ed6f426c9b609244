//! Creates, updates and deletes sections. Every function works in the caller's transaction and writes the audit entry there.

use super::dto::SectionInput;
use super::model::{CheckedSection, RESERVED_SLUGS, Section};
use super::store;
use crate::Error;
use crate::audit::{self, Attribution, Change, Target};
use crate::content::taxonomy::Taxon;
use crate::content::vocabulary::{ResourceKind, TargetKind};
use crate::content::{CacheTag, CacheTags, Faults, Slug, SlugStyle};
use crate::db::Conn;
use crate::editorial::{conflict, section_access, taxonomy};
use crate::publishing::changes::{self, ChangeType};
use crate::publishing::{slug_history_store, terms_store};

/// Creates a section. Fails with 422 when a member is invalid, and with 409 when a sibling has the slug.
pub fn create(
    conn: &mut Conn,
    input: SectionInput,
    faults: Faults,
    style: SlugStyle,
    by: &Attribution,
) -> Result<Section, Error> {
    let (checked, path) = validate(conn, input, None, style, faults)?;
    require_free_path(conn, &checked, &path, None)?;
    let section = store::insert(conn, &checked, &path, by.at)
        .map_err(|error| conflict::from_unique_violation(error, "sections", "path", &checked.slug))?;
    slug_history_store::end_redirect(conn, ResourceKind::Section, &section.path)?;
    let (resource, paths) = ((ResourceKind::Section, section.id), (None, Some(&*section.path)));
    changes::record_taxon(conn, ChangeType::SectionCreated, resource, paths, None, by.at)?;
    let target = Target::of(TargetKind::Section, section.id, section.version);
    audit::record(conn, by, "section.create", target, &audit::changes(&(), &SectionInput::from(&section)))?;
    Ok(section)
}

/// Writes the next version of a section. If its path changes, the paths of its descendants change too.
///
/// Returns `before` unchanged when no member differs. Fails as [`create`] does.
pub fn update(
    conn: &mut Conn,
    before: &Section,
    input: SectionInput,
    faults: Faults,
    style: SlugStyle,
    by: &Attribution,
) -> Result<Section, Error> {
    let (checked, path) = validate(conn, input, Some(before), style, faults)?;
    if !checked.differs_from(before) {
        return Ok(before.clone());
    }
    require_free_path(conn, &checked, &path, Some(before.id))?;
    let is_moved = path != before.path;
    // The sections whose lists contain the articles of this one: itself and its ancestors.
    let lists_before = changes::ancestor_sections(conn, &before.path)?;
    // The section before its descendants: if its new path is free, the paths below it are free too.
    let section = store::update(conn, before, &checked, &path, by.at)
        .map_err(|error| conflict::from_unique_violation(error, "sections", "path", &checked.slug))?;
    if is_moved {
        move_descendants(conn, &before.path, &path, by)?;
    }
    let lists_after = changes::ancestor_sections(conn, &section.path)?;
    terms_store::move_section(conn, section.id, &lists_before, &lists_after)?;
    slug_history_store::rename(conn, ResourceKind::Section, &before.path, &section.path, section.id)?;
    let lists: Vec<i64> = if is_moved { [lists_before, lists_after].concat() } else { Vec::new() };
    let tags = changes::list_tags(&lists);
    let resource = (ResourceKind::Section, section.id);
    let paths = (Some(&*before.path), Some(&*section.path));
    changes::record_taxon(conn, ChangeType::SectionUpdated, resource, paths, tags, by.at)?;
    let target = Target::of(TargetKind::Section, section.id, section.version);
    let changes = audit::changes(&SectionInput::from(before), &SectionInput::from(&section));
    audit::record(conn, by, "section.update", target, &changes)?;
    Ok(section)
}

/// Fails with 409 when another section has the path: a sibling has the slug.
fn require_free_path(
    conn: &mut Conn,
    section: &CheckedSection,
    path: &str,
    own: Option<i64>,
) -> Result<(), Error> {
    let parent = path.rsplit_once('/').map(|(parent, _)| parent);
    let path_of = |slug: &Slug| parent.map_or_else(|| slug.to_string(), |parent| format!("{parent}/{slug}"));
    taxonomy::require_free_slug(Taxon::Section, &section.slug, own, |slug| {
        store::path_holder(conn, &path_of(slug))
    })
}

/// Deletes a section. Fails with 409 when it has an article or a child section.
pub fn delete(conn: &mut Conn, section: &Section, by: &Attribution) -> Result<(), Error> {
    store::delete(conn, section.id)
        .map_err(|error| taxonomy::from_foreign_key_violation(error, "section"))?;
    let (resource, paths) = ((ResourceKind::Section, section.id), (Some(&*section.path), None));
    changes::record_taxon(conn, ChangeType::SectionDeleted, resource, paths, None, by.at)?;
    section_access::replace_section(conn, section.id, None, by)?;
    slug_history_store::remove(conn, ResourceKind::Section, section.id)?;
    let target = Target::unversioned(TargetKind::Section, section.id);
    audit::record(conn, by, "section.delete", target, &audit::changes(&SectionInput::from(section), &()))?;
    Ok(())
}

/// Gives the descendants of a section that moved from one path to another their new paths.
fn move_descendants(conn: &mut Conn, from: &str, to: &str, by: &Attribution) -> Result<(), Error> {
    for section in store::descendants(conn, from)? {
        let path = format!("{to}{}", &section.path[from.len()..]);
        change_path(conn, &section, path, None, by)?;
    }
    Ok(())
}

/// Changes the path of a section because an ancestor moved. The former path redirects to the new one.
///
/// `parent_change` goes into the audit entry when the section has a new parent.
pub fn change_path(
    conn: &mut Conn,
    section: &Section,
    path: String,
    parent_change: Option<Change>,
    by: &Attribution,
) -> Result<(), Error> {
    store::set_path(conn, section.id, &path, by.at)?;
    slug_history_store::rename(conn, ResourceKind::Section, &section.path, &path, section.id)?;
    // Responses that found the section by its path now depend on a former name.
    changes::invalidate(conn, &CacheTags::only(CacheTag::One(ResourceKind::Section, section.id)))?;
    let target = Target::of(TargetKind::Section, section.id, section.version + 1);
    let changes: Vec<Change> =
        parent_change.into_iter().chain([Change::new("path", section.path.clone(), path)]).collect();
    audit::record(conn, by, "section.move", target, &changes)?;
    Ok(())
}

/// Validates all members, and returns them with the path of the section. Fails with 422 and every fault.
fn validate(
    conn: &mut Conn,
    input: SectionInput,
    own: Option<&Section>,
    style: SlugStyle,
    mut faults: Faults,
) -> Result<(CheckedSection, String), Error> {
    let parent = input.parent_id.map(|id| store::find(conn, id)).transpose()?.flatten();
    let levels = own.map_or(Ok(0), |own| store::levels_below(conn, &own.path))?;
    let checked = validate_members(input, style, &mut faults).map(|section| {
        let path = section.path(parent.as_ref(), own, levels, &mut faults);
        (section, path)
    });
    faults.finish(checked).map_err(Error::invalid_body)
}

fn validate_members(input: SectionInput, style: SlugStyle, faults: &mut Faults) -> Option<CheckedSection> {
    let name = faults.line("/name", input.name, 100);
    let name = faults.required("/name", name);
    let slug = taxonomy::choose_slug(input.slug, name.as_deref(), style, faults);
    let is_top_level = input.parent_id.is_none();
    if let Some(slug) = slug.as_deref().filter(|slug| is_top_level && RESERVED_SLUGS.contains(slug)) {
        let detail =
            format!("must not be `{slug}` for a top-level section: the URL paths of {slug} begin with it");
        faults.add("/slug", "reserved", detail);
    }
    let description = faults.text("/description", input.description, 1000);
    Some(CheckedSection {
        name: name?,
        slug: slug?,
        parent_id: input.parent_id,
        description,
        position: input.position.unwrap_or(0),
    })
}
