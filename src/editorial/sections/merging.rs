//! Merging one section into another, in the transaction it is given.

use super::dto::SectionInput;
use super::model;
use super::store::{self, Section};
use super::tree;
use crate::Error;
use crate::audit::{Attribution, Change};
use crate::content::Faults;
use crate::content::taxonomy::Taxon;
use crate::db::Conn;
use crate::editorial::merging::dto::MergeInput;
use crate::editorial::merging::{self, Merge, Part};
use crate::editorial::section_access;

/// Merges a section into another one. What is filed in it is filed in the other one afterwards, and the
/// sections below it lie below the other one. `None` when only a part of it is: call it again, in another transaction.
pub fn merge(
    conn: &mut Conn,
    gone: &Section,
    input: &MergeInput,
    faults: Faults,
    by: &Attribution,
) -> Result<Option<Section>, Error> {
    let kept = merging::target(Taxon::Section, gone.id, input, faults, |id| store::find(conn, id))?;
    let mut below = store::all_below(conn, &gone.path)?;
    // From the top down, so that each place is free when the next one comes.
    below.sort_unstable_by_key(|section| section.path.matches('/').count());
    model::check_merge(gone, &kept, &below, &store::children(conn, kept.id)?)?;
    let merge = Merge {
        taxon: Taxon::Section,
        gone: Part { id: gone.id, name: &gone.path },
        kept: Part { id: kept.id, name: &kept.path },
        by,
    };
    if !merge.carry_over(conn)? {
        return Ok(None);
    }
    section_access::replace(conn, gone.id, Some(kept.id), by)?;
    store::move_children(conn, gone.id, kept.id)?;
    store::delete(conn, gone.id)?;
    for section in &below {
        let path = format!("{}{}", kept.path, &section.path[gone.path.len()..]);
        let parent = Some(gone.id).filter(|gone| section.parent_id == Some(*gone));
        let parent = parent.map(|gone| Change::new("parent_id", gone, kept.id));
        tree::relocate(conn, section, path, parent, by)?;
    }
    let kept = store::touch(conn, kept.id, by.at)?;
    merge.record(conn, &SectionInput::from(gone), kept.version)?;
    Ok(Some(kept))
}
