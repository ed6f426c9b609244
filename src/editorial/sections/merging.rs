//! Merges one section into another, in the caller's transaction.

use super::dto::SectionInput;
use super::model::{self, Section};
use super::{editing, store};
use crate::Error;
use crate::audit::{Attribution, Change};
use crate::content::Faults;
use crate::content::taxonomy::Taxon;
use crate::db::Conn;
use crate::editorial::merging::{self, Merge, MergeInput, TaxonRef};
use crate::editorial::section_access;

/// Merges one batch of the articles of `source` into the section that `input` names. After the last batch, moves the
/// descendants of `source` below that section and deletes `source`.
///
/// Returns the target section when the merge is complete. Returns `None` when articles remain: call it again in a new
/// transaction.
pub fn merge(
    conn: &mut Conn,
    source: &Section,
    input: &MergeInput,
    faults: Faults,
    by: &Attribution,
) -> Result<Option<Section>, Error> {
    let target = merging::find_target(Taxon::Section, source.id, input, faults, |id| store::find(conn, id))?;
    let mut descendants = store::descendants(conn, &source.path)?;
    // Parents before their children: each new path is then free when its section moves there.
    descendants.sort_unstable_by_key(|section| section.path.matches('/').count());
    model::check_merge(source, &target, &descendants, &store::children(conn, target.id)?)?;
    let merge = Merge {
        taxon: Taxon::Section,
        source: TaxonRef { id: source.id, path: &source.path },
        target: TaxonRef { id: target.id, path: &target.path },
        by,
    };
    if !merge.reassign_batch(conn)? {
        return Ok(None);
    }
    section_access::replace_section(conn, source.id, Some(target.id), by)?;
    store::move_children(conn, source.id, target.id)?;
    store::delete(conn, source.id)?;
    for section in &descendants {
        let path = format!("{}{}", target.path, &section.path[source.path.len()..]);
        let is_child = section.parent_id == Some(source.id);
        let parent_change = is_child.then(|| Change::new("parent_id", source.id, target.id));
        editing::change_path(conn, section, path, parent_change, by)?;
    }
    let target = store::advance_version(conn, target.id, by.at)?;
    merge.record_audit(conn, &SectionInput::from(source), target.version)?;
    Ok(Some(target))
}
