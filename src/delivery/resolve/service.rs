//! Finds the resource or redirect at a path of the site.

use super::dto::{Resolved, ResolvedKind};
use super::{model, store};
use crate::Error;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::Conn;
use crate::http::site_path::MAX_REDIRECTS;
use crate::http::{ArticleAddress, Code, Site, SitePath};
use crate::public_names::{self, FoundResource};

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
            let mut former = None;
            for (kind, name) in model::resources_at(&path, &site.article_path) {
                match public_names::find(conn, kind, &name) {
                    Ok(resource) if resource.moved => former = former.or(Some(resource)),
                    Ok(resource) => return resolved(conn, &resource, tags, site),
                    Err(error) if error.failure().code == Code::NotFound => {}
                    Err(error) => return Err(error),
                }
                // A new resource of this kind would take precedence over what follows.
                tags = tags.and([CacheTag::List(kind)]);
            }
            if let Some(resource) = former {
                return resolved(conn, &resource, tags, site);
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

/// The resource with its current URL, and `tags` with the cache tags of the URL.
fn resolved(
    conn: &mut Conn,
    resource: &FoundResource,
    tags: CacheTags,
    site: &Site,
) -> Result<(Resolved, CacheTags), Error> {
    let FoundResource { kind, id, ref name, .. } = *resource;
    let url = match kind {
        ResourceKind::Article => {
            let (section_path, published_at) = store::section_path_and_time(conn, id)?;
            let section_path = &section_path;
            site.article_url(ArticleAddress { section_path, id, slug: name, published_at })
        }
        ResourceKind::Section => site.section_url(name),
        ResourceKind::Author => site.author_url(name),
        ResourceKind::Tag => site.tag_url(name),
    };
    // The URL of an article has the path of its section.
    let sections = (kind == ResourceKind::Article).then_some(CacheTag::List(ResourceKind::Section));
    let tags = tags.and(resource.tags()).and(sections);
    Ok((Resolved { kind: kind.into(), id, url }, tags))
}
