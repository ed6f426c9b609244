//! The rules of a redirect's members.

use super::dto::RedirectInput;
use crate::content::{Faults, web_url};
use crate::http::{Site, SitePath};

/// A redirect's members, both of them good.
#[derive(Debug, PartialEq, Eq)]
pub struct CheckedRedirect {
    /// The path it leads away from.
    pub from: String,
    /// A path of the site, with query and fragment, or an absolute address elsewhere.
    pub to: String,
}

impl CheckedRedirect {
    /// Checks the members; `None` when one is missing or bad, which is then noted.
    pub fn check(input: RedirectInput, site: &Site, faults: &mut Faults) -> Option<Self> {
        let from = faults.required("/from", input.from);
        let from = faults.parsed("/from", "invalid-path", from, |from| departure(&from, site));
        let to = faults.required("/to", input.to);
        let to = faults.parsed("/to", "invalid-url", to, |to| destination(&to, site));
        Some(Self { from: from?, to: to? })
    }
}

fn departure(text: &str, site: &Site) -> Result<String, String> {
    if text.contains(['?', '#']) {
        return Err("must have neither query nor fragment: a redirect leads away from all of them".to_owned());
    }
    let page = SitePath::read(text, &site.public_url).map_err(|no_address| no_address.detail)?;
    let from =
        page.ok_or("must be a path of the site that begins with one slash, or a URL of it")?.to_string();
    if from.len() > web_url::MAX_LENGTH {
        return Err("must be at most 2048 bytes long, percent-encoded".to_owned());
    }
    Ok(from)
}

fn destination(text: &str, site: &Site) -> Result<String, String> {
    let (page, rest) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
    match SitePath::read(page, &site.public_url) {
        Ok(Some(page)) => {
            let url = web_url::parse(site.absolute(&format!("{page}{rest}")))?;
            Ok(url.strip_prefix(&site.public_url).unwrap_or(&url).to_owned())
        }
        Err(no_address) if text.starts_with('/') => Err(no_address.detail),
        _ if text.starts_with('/') => Err("must begin with one slash to be a path of the site".to_owned()),
        _ => Ok(web_url::parse(text.to_owned())?),
    }
}
