//! Setting, changing and deleting redirects, each in the transaction it is given.

use super::dto::RedirectInput;
use super::model::CheckedRedirect;
use super::store::{self, Redirect};
use crate::Error;
use crate::audit::{self, Attribution, Target};
use crate::content::vocabulary::TargetKind;
use crate::content::{CacheTag, CacheTags, Fault, Faults};
use crate::db::{Conn, QueryError, violates};
use crate::http::site_path::MAX_REDIRECTS;
use crate::http::{Code, Site, SitePath};
use crate::publishing::changes;

/// Sets a redirect.
pub fn create(
    conn: &mut Conn,
    input: RedirectInput,
    faults: Faults,
    site: &Site,
    by: &Attribution,
) -> Result<Redirect, Error> {
    let redirect = check(conn, input, None, faults, site)?;
    changes::invalidate(conn, &CacheTags::only(CacheTag::Redirects))?;
    let made = store::insert(conn, &redirect, by.at).map_err(|error| path_taken(error, &redirect.from))?;
    let target = Target::of(TargetKind::Redirect, made.id, made.version);
    audit::record(conn, by, "redirect.create", target, &audit::changes(&(), &RedirectInput::from(&made)))?;
    Ok(made)
}

/// Writes a redirect anew, unless it stays what it is.
pub fn change(
    conn: &mut Conn,
    before: &Redirect,
    input: RedirectInput,
    faults: Faults,
    site: &Site,
    by: &Attribution,
) -> Result<Redirect, Error> {
    let redirect = check(conn, input, Some(before.id), faults, site)?;
    if (&redirect.from, &redirect.to) == (&before.from, &before.to) {
        return Ok(before.clone());
    }
    changes::invalidate(conn, &CacheTags::only(CacheTag::Redirects))?;
    let changed =
        store::update(conn, before, &redirect, by.at).map_err(|error| path_taken(error, &redirect.from))?;
    let target = Target::of(TargetKind::Redirect, changed.id, changed.version);
    let changes = audit::changes(&RedirectInput::from(before), &RedirectInput::from(&changed));
    audit::record(conn, by, "redirect.update", target, &changes)?;
    Ok(changed)
}

/// Deletes a redirect.
pub fn delete(conn: &mut Conn, redirect: &Redirect, by: &Attribution) -> Result<(), Error> {
    changes::invalidate(conn, &CacheTags::only(CacheTag::Redirects))?;
    store::delete(conn, redirect.id)?;
    let target = Target::unversioned(TargetKind::Redirect, redirect.id);
    audit::record(conn, by, "redirect.delete", target, &audit::changes(&RedirectInput::from(redirect), &()))?;
    Ok(())
}

/// Checks the members, and that the redirect leads somewhere.
fn check(
    conn: &mut Conn,
    input: RedirectInput,
    own: Option<i64>,
    mut faults: Faults,
    site: &Site,
) -> Result<CheckedRedirect, Error> {
    let redirect = CheckedRedirect::check(input, site, &mut faults);
    if let Some(redirect) = &redirect {
        follow(conn, redirect, own, &mut faults, site)?;
    }
    faults.finish(redirect).map_err(Error::invalid_body)
}

/// Notes when other redirects lead from one to the next without end, or for too long.
fn follow(
    conn: &mut Conn,
    redirect: &CheckedRedirect,
    own: Option<i64>,
    faults: &mut Faults,
    site: &Site,
) -> Result<(), Error> {
    let mut to = redirect.to.clone();
    for _ in 0..MAX_REDIRECTS {
        let Ok(Some(page)) = SitePath::read(&site.absolute(&to), &site.public_url) else { return Ok(()) };
        let page = page.to_string();
        if page == redirect.from {
            faults.add("/to", "loop", "leads back to where it comes from");
            return Ok(());
        }
        let Some(next) = store::leads_to(conn, &page, own)? else { return Ok(()) };
        to = next;
    }
    let detail = format!("leads on through more than {MAX_REDIRECTS} redirects; name where they end");
    faults.add("/to", "too-long-a-way", detail);
    Ok(())
}

/// 409, when another redirect leads away from that path.
fn path_taken(error: QueryError, from: &str) -> Error {
    if violates(&error, "redirects", "from_path") {
        let detail = format!("Another redirect leads away from `{from}`.");
        let faults = vec![Fault::pointer("/from", "path-taken", detail.clone())];
        Error::new(Code::PathTaken, detail).with_faults(faults)
    } else {
        error.into()
    }
}
