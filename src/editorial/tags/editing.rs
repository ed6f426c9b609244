//! Creating and changing tags, each in the transaction it is given.

use super::dto::TagInput;
use super::model::CheckedTag;
use super::store::{self, Tag};
use crate::Error;
use crate::content::{Faults, Time};
use crate::db::Conn;
use crate::editorial::taxonomy;
use crate::publishing;

/// Creates a tag.
pub fn create(conn: &mut Conn, input: TagInput, faults: Faults, now: Time) -> Result<Tag, Error> {
    let tag = check(input, faults)?;
    publishing::readers_see_a_change(conn, now)?;
    store::insert(conn, &tag, now).map_err(|error| taxonomy::slug_taken(error, "tags", "slug", &tag.slug))
}

/// Writes a tag anew.
pub fn change(
    conn: &mut Conn,
    before: &Tag,
    input: TagInput,
    faults: Faults,
    now: Time,
) -> Result<Tag, Error> {
    let tag = check(input, faults)?;
    if tag.differs_from(before) {
        publishing::readers_see_a_change(conn, now)?;
    }
    store::update(conn, before, &tag, now)
        .map_err(|error| taxonomy::slug_taken(error, "tags", "slug", &tag.slug))
}

fn check(input: TagInput, mut faults: Faults) -> Result<CheckedTag, Error> {
    let tag = CheckedTag::check(input, &mut faults);
    faults.finish(tag).map_err(Error::invalid_body)
}
