//! Checks chains of redirects: none may lead back to its own start or have too many redirects.

use std::collections::{BTreeSet, HashMap};

use super::model::CheckedRedirect;
use super::store;
use crate::content::Faults;
use crate::db::{Conn, QueryResult};
use crate::http::site_path::MAX_REDIRECTS;
use crate::http::{Site, SitePath};

/// Adds a fault at `/to`, below the redirect's pointer, to each redirect that leads back to its own start, or through more than
/// [`MAX_REDIRECTS`] redirects. The redirects count as stored already, in place of those with the same start and of the one
/// with the id `replaced`. The number of statements does not depend on the number of redirects.
pub fn check(
    conn: &mut Conn,
    redirects: &[(String, CheckedRedirect)],
    replaced: Option<i64>,
    faults: &mut Faults,
    site: &Site,
) -> QueryResult<()> {
    let new = redirects.iter().map(|(_, redirect)| (redirect.from.clone(), Some(redirect.to.clone())));
    let mut targets: HashMap<String, Option<String>> = new.collect();
    // Where each redirect has led to so far.
    let mut open: Vec<(usize, String)> =
        redirects.iter().enumerate().map(|(index, (_, redirect))| (index, redirect.to.clone())).collect();
    for _ in 0..MAX_REDIRECTS {
        let starts: Vec<(usize, Vec<String>)> =
            open.into_iter().map(|(index, to)| (index, starts_at(&to, site))).collect();
        let all: BTreeSet<&String> = starts.iter().flat_map(|(_, starts)| starts).collect();
        let unknown: Vec<String> =
            all.into_iter().filter(|start| !targets.contains_key(*start)).cloned().collect();
        if !unknown.is_empty() {
            let mut stored = store::targets(conn, &unknown, replaced)?;
            targets.extend(unknown.into_iter().map(|start| {
                let target = stored.remove(&start);
                (start, target)
            }));
        }
        open = Vec::new();
        for (index, starts) in starts {
            let next = starts.iter().find_map(|start| Some((start, targets.get(start)?.as_ref()?)));
            let Some((start, to)) = next else { continue };
            let (pointer, redirect) = &redirects[index];
            if *start == redirect.from {
                let detail = "leads back to `from`, directly or through other redirects";
                faults.add(&format!("{pointer}/to"), "loop", detail);
            } else {
                open.push((index, to.clone()));
            }
        }
    }
    for (index, _) in open {
        let detail = format!(
            "leads through more than {MAX_REDIRECTS} redirects; set it to the last target of the chain"
        );
        faults.add(&format!("{}/to", redirects[index].0), "too-long-a-way", detail);
    }
    Ok(())
}

/// The starts of the redirects that apply at this target, the most specific first. Empty for targets on other sites.
fn starts_at(to: &str, site: &Site) -> Vec<String> {
    match SitePath::read(&site.absolute(to), &site.public_url) {
        Ok(Some(path)) => path.with_queries().into_iter().chain([path.to_string()]).collect(),
        _ => Vec::new(),
    }
}
