//! Finds the resource or redirect at a path of the site.

use super::dto::{Resolved, ResolvedKind};
use super::{model, store};
use crate::Error;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::Conn;
use crate::http::site_path::MAX_REDIRECTS;
use crate::http::{ArticleAddress, Code, Site, SitePath};
use crate::public_names;

/// The resource at that path, or the end of the redirects that begin there, with the cache tags of what can change the result. A
/// redirect of the path with its query takes precedence over the resource, and the resource over a redirect of the path alone.
///
/// Fails with 404 if there is neither, and with 410 if the path is that of a killed article.
pub fn resolve(conn: &mut Conn, path: SitePath, site: &Site) -> Result<(Resolved, CacheTags), Error> {
    let mut path = path;
    let mut last_redirect = None;
    let mut tags = CacheTags::default();
    for _ in 0..=MAX_REDIRECTS {
        let with_query = path.with_queries();
        if !with_query.is_empty() {
            tags = tags.and([CacheTag::Redirects]);
        }
        let mut redirect = store::first_redirect(conn, &with_query)?;
        if redirect.is_none() {
            for (kind, name) in model::resources_at(&path, &site.article_path) {
                match resource(conn, kind, &name, site) {
                    // A new resource of this kind would take precedence over what follows.
                    Err(error) if error.failure().code == Code::NotFound => {
                        tags = tags.and([CacheTag::List(kind)])
                    }
                    result => return result.map(|(resolved, own)| (resolved, tags.and(own))),
                }
            }
            tags = tags.and([CacheTag::Redirects]);
            redirect = store::first_redirect(conn, &[path.to_string()])?;
        }
        let Some((id, target)) = redirect else { break };
        let url = site.absolute(&target);
        let next = SitePath::read(&url, &site.public_url).ok().flatten();
        last_redirect = Some(Resolved { kind: ResolvedKind::Redirect, id, url });
        let Some(next) = next else { break };
        path = next;
    }
    last_redirect.map(|resolved| (resolved, tags)).ok_or_else(not_found)
}

/// 404: neither a resource nor a redirect has the URL.
pub fn not_found() -> Error {
    Error::new(Code::NotFound, "The site has no page and no redirect at this URL.")
}

/// The resource of that kind and name, with the cache tags of its URL. Fails with 404 or 410 as [`public_names::find`] does.
fn resource(
    conn: &mut Conn,
    kind: ResourceKind,
    name: &str,
    site: &Site,
) -> Result<(Resolved, CacheTags), Error> {
    let resource = public_names::find(conn, kind, name)?;
    let url = match kind {
        ResourceKind::Article => {
            let (section_path, published_at) = store::section_path_and_time(conn, resource.id)?;
            let (section_path, slug) = (&section_path, &resource.name);
            site.article_url(ArticleAddress { section_path, id: resource.id, slug, published_at })
        }
        ResourceKind::Section => site.section_url(&resource.name),
        ResourceKind::Author => site.author_url(&resource.name),
        ResourceKind::Tag => site.tag_url(&resource.name),
    };
    // The URL of an article has the path of its section.
    let sections = (kind == ResourceKind::Article).then_some(CacheTag::List(ResourceKind::Section));
    let tags = resource.tags().and(sections);
    Ok((Resolved { kind: kind.into(), id: resource.id, url }, tags))
}
