//! Creating and changing authors, each in the transaction it is given.

use super::dto::AuthorInput;
use super::model::CheckedAuthor;
use super::store::{self, Author};
use crate::Error;
use crate::content::{Faults, Time};
use crate::db::Conn;
use crate::editorial::taxonomy;
use crate::publishing;

/// Creates an author.
pub fn create(conn: &mut Conn, input: AuthorInput, faults: Faults, now: Time) -> Result<Author, Error> {
    let author = check(input, faults)?;
    publishing::readers_see_a_change(conn, now)?;
    store::insert(conn, &author, now)
        .map_err(|error| taxonomy::slug_taken(error, "authors", "slug", &author.slug))
}

/// Writes an author anew.
pub fn change(
    conn: &mut Conn,
    before: &Author,
    input: AuthorInput,
    faults: Faults,
    now: Time,
) -> Result<Author, Error> {
    let author = check(input, faults)?;
    if author.differs_in_public_from(before)? {
        publishing::readers_see_a_change(conn, now)?;
    }
    store::update(conn, before, &author, now)
        .map_err(|error| taxonomy::slug_taken(error, "authors", "slug", &author.slug))
}

fn check(input: AuthorInput, mut faults: Faults) -> Result<CheckedAuthor, Error> {
    let author = CheckedAuthor::check(input, &mut faults);
    faults.finish(author).map_err(Error::invalid_body)
}
