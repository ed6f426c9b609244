//! Resolves the names in public URLs to resources: News IDs, slugs and section paths, current and former.
//!
//! Delivery, audience and the filters of editorial lists use it. So an old link leads to the same resource in every operation,
//! and every operation answers 410 for a killed article.

mod store;

use std::collections::{BTreeMap, BTreeSet};

use crate::Error;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::{Conn, QueryResult};
use crate::http::{Code, path};

/// A published resource, found by a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundResource {
    /// The kind of resource.
    pub kind: ResourceKind,
    /// The id; of an article, the News ID.
    pub id: i64,
    /// The current name: the slug, or the path of a section.
    pub name: String,
    /// Whether the request used a former name.
    pub moved: bool,
}

/// The result of a request by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<T> {
    /// The resource, requested by its current name or id.
    Current(T),
    /// The resource has another name now: the response is a redirect.
    Moved(FoundResource),
}

/// The resource with that name: a slug or path, or the id of an article or section. A current name takes precedence
/// over former ones. Fails with 410 if the article was killed, and with 404 if readers cannot see the resource.
pub fn find(conn: &mut Conn, kind: ResourceKind, name: &str) -> Result<FoundResource, Error> {
    // PostgreSQL refuses queries with U+0000.
    if name.contains('\0') {
        return Err(unknown(kind));
    }
    let by_id = path::id(name).filter(|_| matches!(kind, ResourceKind::Article | ResourceKind::Section));
    if let Some(id) = by_id {
        return with_id(conn, kind, id, false);
    }
    if let Some(id) = store::id_by_current_name(conn, kind, name)? {
        return Ok(FoundResource { kind, id, name: name.to_owned(), moved: false });
    }
    let id = store::id_by_former_name(conn, kind, name)?.ok_or_else(|| unknown(kind))?;
    with_id(conn, kind, id, true)
}

/// The ids of the resources with these names, current or former, each once. Unknown names are omitted. It runs at
/// most two statements for any number of names.
pub fn ids(conn: &mut Conn, kind: ResourceKind, names: &[String]) -> QueryResult<Vec<i64>> {
    Ok(ids_by_name(conn, kind, names)?.into_values().collect::<BTreeSet<_>>().into_iter().collect())
}

/// As [`ids`], with the name of each.
pub fn ids_by_name(
    conn: &mut Conn,
    kind: ResourceKind,
    names: &[String],
) -> QueryResult<BTreeMap<String, i64>> {
    let mut found: BTreeMap<String, i64> =
        store::ids_by_current_name(conn, kind, names)?.into_iter().collect();
    let missing: Vec<&String> = names.iter().filter(|name| !found.contains_key(*name)).collect();
    if !missing.is_empty() {
        found.extend(store::ids_by_former_name(conn, kind, &missing)?);
    }
    Ok(found)
}

/// The ids of the sections with these paths, current or former, and of all their subsections. Empty if there are none.
pub fn ids_with_subsections(conn: &mut Conn, paths: &[String]) -> QueryResult<Vec<i64>> {
    let ids = ids(conn, ResourceKind::Section, paths)?;
    store::with_subsections(conn, &ids)
}

fn with_id(conn: &mut Conn, kind: ResourceKind, id: i64, moved: bool) -> Result<FoundResource, Error> {
    match store::current_name(conn, kind, id)? {
        Some(name) => Ok(FoundResource { kind, id, name, moved }),
        None => Err(killed(conn, kind, id)?.unwrap_or_else(|| unknown(kind))),
    }
}

/// The 410 error with the public reason, if it is an article that was killed.
fn killed(conn: &mut Conn, kind: ResourceKind, id: i64) -> QueryResult<Option<Error>> {
    let reason = if kind == ResourceKind::Article { store::kill_reason(conn, id)? } else { None };
    Ok(reason.map(|reason| Error::new(Code::Killed, reason)))
}

fn unknown(kind: ResourceKind) -> Error {
    Error::not_found(kind.into())
}

impl FoundResource {
    /// The cache tags of its name. A section has the tag of all sections too, because its path contains the slugs
    /// of its ancestors. A former name adds the tag of the former names of the resource.
    pub fn tags(&self) -> CacheTags {
        let tags = CacheTags::only(CacheTag::One(self.kind, self.id));
        let is_section = self.kind == ResourceKind::Section;
        let tags = tags.and(is_section.then_some(CacheTag::List(ResourceKind::Section)));
        tags.and(self.moved.then_some(CacheTag::FormerNames(self.kind, self.id)))
    }

    /// The result of `read`, which is given the id, unless the request used a former name.
    pub fn read_current<T>(self, read: impl FnOnce(i64) -> Result<T, Error>) -> Result<Lookup<T>, Error> {
        if self.moved { Ok(Lookup::Moved(self)) } else { read(self.id).map(Lookup::Current) }
    }
}
