//! Creates, updates and deletes redirects. Every function works in the caller's transaction and writes the audit entry there.

use super::dto::RedirectInput;
use super::model::{self, CheckedRedirect, Redirect};
use super::{chains, store};
use crate::Error;
use crate::audit::{self, Attribution, Target};
use crate::content::vocabulary::TargetKind;
use crate::content::{CacheTag, CacheTags, Fault, Faults};
use crate::db::{Conn, QueryError, violates};
use crate::http::{Code, Site};
use crate::publishing::changes;

/// Creates a redirect. Fails with 422 when a member is invalid, and with 409 when another redirect starts from the path.
pub fn create(
    conn: &mut Conn,
    input: RedirectInput,
    faults: Faults,
    site: &Site,
    by: &Attribution,
) -> Result<Redirect, Error> {
    let checked = validate(conn, input, None, faults, site)?;
    changes::invalidate(conn, &CacheTags::only(CacheTag::Redirects))?;
    let redirect = store::insert(conn, &checked, by.at).map_err(|error| path_taken(error, &checked.from))?;
    let target = Target::of(TargetKind::Redirect, redirect.id, redirect.version);
    let changes = audit::changes(&(), &RedirectInput::from(&redirect));
    audit::record(conn, by, "redirect.create", target, &changes)?;
    Ok(redirect)
}

/// Writes the next version of a redirect. Returns `before` unchanged when no member differs. Fails as [`create`] does.
pub fn update(
    conn: &mut Conn,
    before: &Redirect,
    input: RedirectInput,
    faults: Faults,
    site: &Site,
    by: &Attribution,
) -> Result<Redirect, Error> {
    let checked = validate(conn, input, Some(before.id), faults, site)?;
    if (&checked.from, &checked.to) == (&before.from, &before.to) {
        return Ok(before.clone());
    }
    changes::invalidate(conn, &CacheTags::only(CacheTag::Redirects))?;
    let redirect =
        store::update(conn, before, &checked, by.at).map_err(|error| path_taken(error, &checked.from))?;
    let target = Target::of(TargetKind::Redirect, redirect.id, redirect.version);
    let changes = audit::changes(&RedirectInput::from(before), &RedirectInput::from(&redirect));
    audit::record(conn, by, "redirect.update", target, &changes)?;
    Ok(redirect)
}

/// Deletes a redirect.
pub fn delete(conn: &mut Conn, redirect: &Redirect, by: &Attribution) -> Result<(), Error> {
    changes::invalidate(conn, &CacheTags::only(CacheTag::Redirects))?;
    store::delete(conn, redirect.id)?;
    let target = Target::unversioned(TargetKind::Redirect, redirect.id);
    audit::record(conn, by, "redirect.delete", target, &audit::changes(&RedirectInput::from(redirect), &()))?;
    Ok(())
}

/// Validates both members, and the chain of redirects that starts at the target. Fails with 422 and every fault.
///
/// `own` is the id of the redirect before an update.
fn validate(
    conn: &mut Conn,
    input: RedirectInput,
    own: Option<i64>,
    mut faults: Faults,
    site: &Site,
) -> Result<CheckedRedirect, Error> {
    let checked = parse(input, "", &mut faults, site).map(|redirect| (String::new(), redirect));
    chains::check(conn, checked.as_slice(), own, &mut faults, site)?;
    faults.finish(checked).map(|(_, redirect)| redirect).map_err(Error::invalid_body)
}

/// Parses both members. Adds their faults below `pointer`.
pub fn parse(
    input: RedirectInput,
    pointer: &str,
    faults: &mut Faults,
    site: &Site,
) -> Option<CheckedRedirect> {
    let (at_from, at_to) = (format!("{pointer}/from"), format!("{pointer}/to"));
    let from = faults.required(&at_from, input.from);
    let from = faults.parsed(&at_from, "invalid-path", from, |from| model::parse_from(&from, site));
    let to = faults.required(&at_to, input.to);
    let to = faults.parsed(&at_to, "invalid-url", to, |to| model::parse_to(&to, site));
    from.zip(to).map(|(from, to)| CheckedRedirect { from, to })
}

/// 409 `path-taken` when another redirect starts from this path; else the error itself.
fn path_taken(error: QueryError, from: &str) -> Error {
    if violates(&error, "redirects", "from_path") {
        let detail = format!("Another redirect starts from `{from}`. Update that redirect instead.");
        let faults = vec![Fault::pointer("/from", "path-taken", detail.clone())];
        Error::new(Code::PathTaken, detail).with_faults(faults)
    } else {
        error.into()
    }
}
