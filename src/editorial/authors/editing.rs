//! Creating, changing and deleting authors, each in the transaction it is given.

use super::dto::AuthorInput;
use super::model::CheckedAuthor;
use super::store::{self, Author};
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

/// Creates an author.
pub fn create(
    conn: &mut Conn,
    input: AuthorInput,
    faults: Faults,
    by: &Attribution,
) -> Result<Author, Error> {
    let author = check(input, faults)?;
    let made = store::insert(conn, &author, by.at)
        .map_err(|error| conflict::over_slug(error, "authors", "slug", &author.slug))?;
    slug_history_store::reserve(conn, ResourceKind::Author, &made.slug)?;
    let named = (ResourceKind::Author, made.id);
    changes::record_taxon(conn, ChangeType::AuthorCreated, named, (None, Some(&made.slug)), None, by.at)?;
    let target = Target::of(TargetKind::Author, made.id, made.version);
    audit::record(conn, by, "author.create", target, &audit::changes(&(), &AuthorInput::try_from(&made)?))?;
    Ok(made)
}

/// Writes an author anew, unless everything stays what it is.
pub fn change(
    conn: &mut Conn,
    before: &Author,
    input: AuthorInput,
    faults: Faults,
    by: &Attribution,
) -> Result<Author, Error> {
    let author = check(input, faults)?;
    let is_changed_in_public = author.differs_in_public_from(before)?;
    if !is_changed_in_public && author.email == before.email {
        return Ok(before.clone());
    }
    let changed = store::update(conn, before, &author, by.at)
        .map_err(|error| conflict::over_slug(error, "authors", "slug", &author.slug))?;
    slug_history_store::rename(conn, ResourceKind::Author, &before.slug, &changed.slug, changed.id)?;
    if is_changed_in_public {
        let (named, slugs) =
            ((ResourceKind::Author, changed.id), (Some(&*before.slug), Some(&*changed.slug)));
        changes::record_taxon(conn, ChangeType::AuthorUpdated, named, slugs, None, by.at)?;
    }
    let target = Target::of(TargetKind::Author, changed.id, changed.version);
    let changes = audit::changes(&AuthorInput::try_from(before)?, &AuthorInput::try_from(&changed)?);
    audit::record(conn, by, "author.update", target, &changes)?;
    Ok(changed)
}

/// Deletes an author that nothing refers to.
pub fn delete(conn: &mut Conn, author: &Author, by: &Attribution) -> Result<(), Error> {
    conflict::refuse_published(conn, &Term::Author(author.id), "author")?;
    store::delete(conn, author.id).map_err(|error| conflict::over_use(error, "author"))?;
    slug_history_store::remove(conn, ResourceKind::Author, author.id)?;
    let named = (ResourceKind::Author, author.id);
    changes::record_taxon(conn, ChangeType::AuthorDeleted, named, (Some(&author.slug), None), None, by.at)?;
    let target = Target::unversioned(TargetKind::Author, author.id);
    audit::record(conn, by, "author.delete", target, &audit::changes(&AuthorInput::try_from(author)?, &()))?;
    Ok(())
}

/// Merges an author into another one: whatever names the author names the other one afterwards. `None` when
/// only a part of it is: call it again, in another transaction.
pub fn merge(
    conn: &mut Conn,
    gone: &Author,
    input: &MergeInput,
    faults: Faults,
    by: &Attribution,
) -> Result<Option<Author>, Error> {
    let kept = merging::target(Taxon::Author, gone.id, input, faults, |id| store::find(conn, id))?;
    let merge = Merge {
        taxon: Taxon::Author,
        gone: Part { id: gone.id, name: &gone.slug },
        kept: Part { id: kept.id, name: &kept.slug },
        by,
    };
    if !merge.carry_over(conn)? {
        return Ok(None);
    }
    store::delete(conn, gone.id)?;
    let kept = store::touch(conn, kept.id, by.at)?;
    merge.record(conn, &AuthorInput::try_from(gone)?, kept.version)?;
    Ok(Some(kept))
}

fn check(input: AuthorInput, mut faults: Faults) -> Result<CheckedAuthor, Error> {
    let author = CheckedAuthor::check(input, &mut faults);
    faults.finish(author).map_err(Error::invalid_body)
}
