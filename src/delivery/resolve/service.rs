//! Finding what lies at a page of the site.

use super::dto::{Resolved, ResolvedKind};
use super::{model, store};
use crate::Error;
use crate::addresses;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::Conn;
use crate::http::site_path::MAX_REDIRECTS;
use crate::http::{Code, Site, SitePath};

/// What lies at that page, or where redirects lead from it: to a thing of the site, or as far as they go. With the tags of
/// what can change it.
pub fn find(conn: &mut Conn, page: SitePath, site: &Site) -> Result<(Resolved, CacheTags), Error> {
    let mut page = page;
    let mut led = None;
    let mut tags = CacheTags::default();
    for _ in 0..=MAX_REDIRECTS {
        match thing(conn, &page, site) {
            Err(error) if error.failure().code == Code::NotFound => {}
            found => return found.map(|(resolved, own)| (resolved, tags.and(own))),
        }
        // A redirect leads on until there is something at its own address.
        tags = tags.and(model::named(&page).map(|(kind, _)| CacheTag::List(kind))).and([CacheTag::Redirects]);
        let Some((id, to)) = store::redirect(conn, &page.to_string())? else { break };
        let url = site.absolute(&to);
        let next = SitePath::read(&url, &site.public_url).ok().flatten();
        led = Some(Resolved { kind: ResolvedKind::Redirect, id, url });
        let Some(next) = next else { break };
        page = next;
    }
    led.map(|resolved| (resolved, tags)).ok_or_else(nothing)
}

/// 404: neither thing nor redirect.
pub fn nothing() -> Error {
    Error::new(Code::NotFound, "There is nothing at that address.")
}

fn thing(conn: &mut Conn, page: &SitePath, site: &Site) -> Result<(Resolved, CacheTags), Error> {
    let (kind, name) = model::named(page).ok_or_else(nothing)?;
    let found = addresses::find(conn, kind, &name)?;
    let url = match kind {
        ResourceKind::Article => {
            site.article_url(&store::section_path(conn, found.id)?, found.id, &found.name)
        }
        ResourceKind::Section => site.section_url(&found.name),
        ResourceKind::Author => site.author_url(&found.name),
        ResourceKind::Tag => site.tag_url(&found.name),
    };
    // The address of an article has the path of its section.
    let sections = (kind == ResourceKind::Article).then_some(CacheTag::List(ResourceKind::Section));
    let tags = found.tags().and(sections);
    Ok((Resolved { kind: kind.into(), id: found.id, url }, tags))
}
