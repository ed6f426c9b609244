//! The row of a redirect, and the members of one that passed validation.

use diesel::Queryable;

use crate::content::{Time, web_url};
use crate::http::{Site, SitePath};

/// A row of `redirects`.
#[derive(Clone, Debug, Queryable)]
pub struct Redirect {
    pub id: i64,
    pub from: String,
    pub to: String,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
}

/// The members that an editor sets, both valid.
#[derive(Debug, PartialEq, Eq)]
pub struct CheckedRedirect {
    /// A path of the site in its normal form, which may have a query but no fragment.
    pub from: String,
    /// A path of the site with query and fragment, or an absolute URL of another site.
    pub to: String,
}

/// Reads the path that a redirect starts from, given as a path or a URL of the site, with its query if it has one. Returns its
/// normal form.
pub fn parse_from(text: &str, site: &Site) -> Result<String, String> {
    if text.contains('#') {
        return Err("must have no fragment; browsers do not send it".to_owned());
    }
    let path = SitePath::read(text, &site.public_url).map_err(|error| error.detail)?;
    let path = path
        .ok_or("must be a path of the site that begins with one slash, or a URL of the site")?
        .with_query();
    if path.len() > web_url::MAX_LENGTH {
        let detail = format!(
            "has {} bytes after percent-encoding, but at most {} are allowed",
            path.len(),
            web_url::MAX_LENGTH
        );
        return Err(detail);
    }
    Ok(path)
}

/// Reads the target of a redirect: a path or a URL of the site, which becomes a path, or an absolute URL of another site.
pub fn parse_to(text: &str, site: &Site) -> Result<String, String> {
    let (path, query_and_fragment) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
    match SitePath::read(path, &site.public_url) {
        Ok(Some(path)) => {
            let url = web_url::parse(site.absolute(&format!("{path}{query_and_fragment}")))?;
            Ok(url.strip_prefix(&site.public_url).unwrap_or(&url).to_owned())
        }
        Err(error) if text.starts_with('/') => Err(error.detail),
        _ if text.starts_with('/') => {
            Err("must begin with exactly one slash to be a path of the site".to_owned())
        }
        _ => Ok(web_url::parse(text.to_owned())?),
    }
}
