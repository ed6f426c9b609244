//! Creates, updates, deletes and merges authors. Every function works in the caller's transaction and writes the audit entry
//! there.

use super::dto::{AuthorInput, PortraitInput, ProfileLinkInput};
use super::model::{Author, CheckedAuthor};
use super::store;
use crate::Error;
use crate::audit::{self, Attribution, Target};
use crate::content::profile::{Portrait, ProfileLink};
use crate::content::taxonomy::Taxon;
use crate::content::vocabulary::{ResourceKind, TargetKind};
use crate::content::{Faults, Slug, SlugStyle, Term, email, web_url};
use crate::db::Conn;
use crate::editorial::merging::{self, Merge, MergeInput, TaxonRef};
use crate::editorial::{conflict, taxonomy};
use crate::publishing::changes::{self, ChangeType};
use crate::publishing::slug_history_store;

/// The maximum number of links of an author.
const MAX_LINKS: usize = 20;

/// Creates an author. Fails with 422 when a member is invalid, and with 409 when another author has the given slug.
pub fn create(
    conn: &mut Conn,
    input: AuthorInput,
    faults: Faults,
    style: SlugStyle,
    by: &Attribution,
) -> Result<Author, Error> {
    let checked = check(conn, input, faults, style, None)?;
    let author = store::insert(conn, &checked, by.at)
        .map_err(|error| conflict::from_unique_violation(error, "authors", "slug", &checked.slug))?;
    slug_history_store::end_redirect(conn, ResourceKind::Author, &author.slug)?;
    let resource = (ResourceKind::Author, author.id);
    changes::record_taxon(
        conn,
        ChangeType::AuthorCreated,
        resource,
        (None, Some(&author.slug)),
        None,
        by.at,
    )?;
    let target = Target::of(TargetKind::Author, author.id, author.version);
    audit::record(conn, by, "author.create", target, &audit::changes(&(), &AuthorInput::try_from(&author)?))?;
    Ok(author)
}

/// Writes the next version of an author. Returns `before` unchanged when no member differs. Fails as [`create`] does.
pub fn update(
    conn: &mut Conn,
    before: &Author,
    input: AuthorInput,
    faults: Faults,
    style: SlugStyle,
    by: &Attribution,
) -> Result<Author, Error> {
    let checked = check(conn, input, faults, style, Some(before.id))?;
    let is_changed_publicly = checked.differs_publicly_from(before)?;
    if !is_changed_publicly && checked.email == before.email {
        return Ok(before.clone());
    }
    let author = store::update(conn, before, &checked, by.at)
        .map_err(|error| conflict::from_unique_violation(error, "authors", "slug", &checked.slug))?;
    slug_history_store::rename(conn, ResourceKind::Author, &before.slug, &author.slug, author.id)?;
    if is_changed_publicly {
        let (resource, slugs) =
            ((ResourceKind::Author, author.id), (Some(&*before.slug), Some(&*author.slug)));
        changes::record_taxon(conn, ChangeType::AuthorUpdated, resource, slugs, None, by.at)?;
    }
    let target = Target::of(TargetKind::Author, author.id, author.version);
    let changes = audit::changes(&AuthorInput::try_from(before)?, &AuthorInput::try_from(&author)?);
    audit::record(conn, by, "author.update", target, &changes)?;
    Ok(author)
}

/// Deletes an author. Fails with 409 when a working copy or a published article names the author.
pub fn delete(conn: &mut Conn, author: &Author, by: &Attribution) -> Result<(), Error> {
    taxonomy::require_unpublished(conn, &Term::Author(author.id), "author")?;
    store::delete(conn, author.id).map_err(|error| taxonomy::from_foreign_key_violation(error, "author"))?;
    slug_history_store::remove(conn, ResourceKind::Author, author.id)?;
    let resource = (ResourceKind::Author, author.id);
    changes::record_taxon(
        conn,
        ChangeType::AuthorDeleted,
        resource,
        (Some(&author.slug), None),
        None,
        by.at,
    )?;
    let target = Target::unversioned(TargetKind::Author, author.id);
    audit::record(conn, by, "author.delete", target, &audit::changes(&AuthorInput::try_from(author)?, &()))?;
    Ok(())
}

/// Merges one batch of the articles of `source` into the author that `input` names, and deletes `source` after the last batch.
///
/// Returns the target author when the merge is complete. Returns `None` when articles remain: call it again in a new transaction.
pub fn merge(
    conn: &mut Conn,
    source: &Author,
    input: &MergeInput,
    faults: Faults,
    by: &Attribution,
) -> Result<Option<Author>, Error> {
    let target = merging::find_target(Taxon::Author, source.id, input, faults, |id| store::find(conn, id))?;
    let merge = Merge {
        taxon: Taxon::Author,
        source: TaxonRef { id: source.id, path: &source.slug },
        target: TaxonRef { id: target.id, path: &target.slug },
        by,
    };
    if !merge.reassign_batch(conn)? {
        return Ok(None);
    }
    store::delete(conn, source.id)?;
    let target = store::advance_version(conn, target.id, by.at)?;
    merge.record_audit(conn, &AuthorInput::try_from(source)?, target.version)?;
    Ok(Some(target))
}

/// The valid members, with a slug that no other author has. `own` is the id of the author before an update. Fails as [`create`]
/// does.
fn check(
    conn: &mut Conn,
    input: AuthorInput,
    faults: Faults,
    style: SlugStyle,
    own: Option<i64>,
) -> Result<CheckedAuthor, Error> {
    let is_slug_given = input.slug.is_some();
    let mut checked = validate(input, style, faults)?;
    let find = |slug: &Slug| store::slug_holder(conn, slug);
    checked.slug = taxonomy::available_slug(Taxon::Author, checked.slug, is_slug_given, own, find)?;
    Ok(checked)
}

/// Validates all members. Fails with 422 and every fault.
fn validate(input: AuthorInput, style: SlugStyle, mut faults: Faults) -> Result<CheckedAuthor, Error> {
    let name = faults.line("/name", input.name, 100);
    let name = faults.required("/name", name);
    let slug = taxonomy::choose_slug(input.slug, name.as_deref(), style, &mut faults);
    let bio = faults.text("/bio", input.bio, 2000);
    let email = faults.parsed("/email", "invalid-email", input.email, email::parse);
    let image = input.image.and_then(|image| validate_image(image, &mut faults));
    let links = validate_links(input.links.unwrap_or_default(), &mut faults);
    let checked = name.zip(slug).map(|(name, slug)| CheckedAuthor { name, slug, bio, email, image, links });
    faults.finish(checked).map_err(Error::invalid_body)
}

fn validate_image(image: PortraitInput, faults: &mut Faults) -> Option<Portrait> {
    let url = faults.required("/image/url", image.url);
    let url = faults.parsed("/image/url", "invalid-url", url, web_url::parse);
    let alt = faults.line("/image/alt", image.alt, 500);
    Some(Portrait { url: url?, alt })
}

/// The valid links of the first [`MAX_LINKS`] ones.
fn validate_links(mut links: Vec<ProfileLinkInput>, faults: &mut Faults) -> Vec<ProfileLink> {
    if links.len() > MAX_LINKS {
        let detail = format!("has {} links, but at most {MAX_LINKS} are allowed", links.len());
        faults.add("/links", "too-many", detail);
        links.truncate(MAX_LINKS);
    }
    let validate = |(index, link): (usize, ProfileLinkInput)| {
        let (label_pointer, url_pointer) = (format!("/links/{index}/label"), format!("/links/{index}/url"));
        let label = faults.line(&label_pointer, link.label, 100);
        let label = faults.required(&label_pointer, label);
        let url = faults.required(&url_pointer, link.url);
        let url = faults.parsed(&url_pointer, "invalid-url", url, web_url::parse);
        Some(ProfileLink { label: label?, url: url? })
    };
    links.into_iter().enumerate().filter_map(validate).collect()
}
