//! Adding to the tree and changing it, each in the transaction it is given.

use super::dto::SectionInput;
use super::model::CheckedSection;
use super::store::{self, Section};
use crate::Error;
use crate::content::{Faults, Time};
use crate::db::Conn;
use crate::editorial::taxonomy;
use crate::publishing;

/// Adds a section.
pub fn add(conn: &mut Conn, input: SectionInput, faults: Faults, now: Time) -> Result<Section, Error> {
    let (section, path) = place(conn, input, None, faults)?;
    publishing::readers_see_a_change(conn, now)?;
    store::insert(conn, &section, &path, now)
        .map_err(|error| taxonomy::slug_taken(error, "sections", "path", &section.slug))
}

/// Writes a section anew; a new path takes everything below it along.
pub fn change(
    conn: &mut Conn,
    before: &Section,
    input: SectionInput,
    faults: Faults,
    now: Time,
) -> Result<Section, Error> {
    let (section, path) = place(conn, input, Some(before), faults)?;
    if section.differs_from(before) {
        publishing::readers_see_a_change(conn, now)?;
    }
    store::update(conn, before, &section, &path, now)
        .map_err(|error| taxonomy::slug_taken(error, "sections", "path", &section.slug))
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
