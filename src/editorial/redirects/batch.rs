//! Creates and updates many redirects in one transaction.

use std::collections::HashMap;

use super::dto::{BatchResult, RedirectBatch, RedirectInput};
use super::model::{CheckedRedirect, Redirect};
use super::{chains, editing, store};
use crate::Error;
use crate::audit::{self, Attribution, NewEntry, Target};
use crate::content::vocabulary::TargetKind;
use crate::content::{CacheTag, CacheTags, Faults};
use crate::db::Conn;
use crate::http::Site;
use crate::publishing::changes;

/// The maximum number of redirects in a batch.
const MAX: usize = 10_000;

/// The number of redirects that one statement writes.
const CHUNK: usize = 500;

/// The valid redirects of a batch, each with its JSON pointer, and the faults of the others.
pub struct CheckedBatch {
    redirects: Vec<(String, CheckedRedirect)>,
    faults: Faults,
}

impl CheckedBatch {
    /// Validates everything that does not depend on stored redirects.
    pub fn of(batch: RedirectBatch, mut faults: Faults, site: &Site) -> Result<Self, Error> {
        let number = batch.redirects.len();
        if number == 0 || number > MAX {
            faults.add(
                "/redirects",
                "wrong-number",
                format!("must have 1 to {MAX} redirects, and has {number}"),
            );
            return Err(Error::invalid_body(faults.into_result().err().unwrap_or_default()));
        }
        let mut indexes: HashMap<String, usize> = HashMap::with_capacity(number);
        let mut redirects = Vec::with_capacity(number);
        for (index, input) in batch.redirects.into_iter().enumerate() {
            let pointer = format!("/redirects/{index}");
            let Some(redirect) = editing::parse(input, &pointer, &mut faults, site) else { continue };
            if let Some(first) = indexes.insert(redirect.from.clone(), index) {
                let detail =
                    format!("is the same page as `from` of redirect {first} of this batch, counted from 0");
                faults.add(&format!("{pointer}/from"), "repeated", detail);
            }
            redirects.push((pointer, redirect));
        }
        Ok(Self { redirects, faults })
    }

    /// Creates the redirects that are new, and updates those whose start has a redirect to another target. Fails with 422 and
    /// the faults of all redirects, and then changes nothing.
    pub fn set(mut self, conn: &mut Conn, site: &Site, by: &Attribution) -> Result<BatchResult, Error> {
        chains::check(conn, &self.redirects, None, &mut self.faults, site)?;
        self.faults.into_result().map_err(Error::invalid_body)?;
        let mut result = BatchResult::default();
        for chunk in self.redirects.chunks(CHUNK) {
            set_chunk(conn, chunk, by, &mut result)?;
        }
        if result.created + result.updated > 0 {
            changes::invalidate(conn, &CacheTags::only(CacheTag::Redirects))?;
        }
        Ok(result)
    }
}

/// Writes some of the redirects with their audit entries, and counts them.
fn set_chunk(
    conn: &mut Conn,
    chunk: &[(String, CheckedRedirect)],
    by: &Attribution,
    result: &mut BatchResult,
) -> Result<(), Error> {
    let starts: Vec<String> = chunk.iter().map(|(_, redirect)| redirect.from.clone()).collect();
    let before = store::starting_from(conn, &starts)?;
    let is_new =
        |redirect: &&CheckedRedirect| before.get(&redirect.from).is_none_or(|old| old.to != redirect.to);
    let changed: Vec<&CheckedRedirect> = chunk.iter().map(|(_, redirect)| redirect).filter(is_new).collect();
    result.unchanged += chunk.len() - changed.len();
    if changed.is_empty() {
        return Ok(());
    }
    let after = store::set(conn, &changed, by.at)?;
    let entries: Vec<NewEntry> = after.iter().map(|after| entry(before.get(&after.from), after)).collect();
    let created = after.iter().filter(|after| !before.contains_key(&after.from)).count();
    result.created += created;
    result.updated += after.len() - created;
    Ok(audit::record_all(conn, by, &entries)?)
}

/// The audit entry of a redirect that was created, or updated from `before`.
fn entry(before: Option<&Redirect>, after: &Redirect) -> NewEntry {
    let target = Target::of(TargetKind::Redirect, after.id, after.version);
    let after = RedirectInput::from(after);
    match before {
        None => ("redirect.create", target, audit::changes(&(), &after)),
        Some(before) => ("redirect.update", target, audit::changes(&RedirectInput::from(before), &after)),
    }
}
