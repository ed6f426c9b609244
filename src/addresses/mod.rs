//! What the names in public addresses stand for: News IDs, slugs and paths, present and former.
//!
//! Delivery and audience both ask here, so that an old link leads to the same thing everywhere,
//! and what was taken back for good is gone everywhere.

mod store;

use std::collections::{BTreeMap, BTreeSet};

use crate::Error;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::{Conn, QueryResult};
use crate::http::{Code, path};

/// A thing that readers can see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundResource {
    /// What kind of thing.
    pub kind: ResourceKind,
    /// Its id; of an article the News ID.
    pub id: i64,
    /// The name it has now: a slug, or a section's path.
    pub name: String,
    /// Whether it was asked for by a name that it had once.
    pub moved: bool,
}

/// What was asked for by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<T> {
    /// It is here.
    Current(T),
    /// It is under another name now.
    Moved(FoundResource),
}

/// Finds the thing that a name stands for: a slug or path, the present one before all former ones, or
/// the id of an article or section. 410 for an article that was killed, 404 for what readers cannot
/// see.
pub fn find(conn: &mut Conn, kind: ResourceKind, name: &str) -> Result<FoundResource, Error> {
    // PostgreSQL cannot even be asked for U+0000.
    if name.contains('\0') {
        return Err(unknown(kind));
    }
    let by_id = path::id(name).filter(|_| matches!(kind, ResourceKind::Article | ResourceKind::Section));
    if let Some(id) = by_id {
        return with_id(conn, kind, id, false);
    }
    if let Some(id) = store::named(conn, kind, name)? {
        return Ok(FoundResource { kind, id, name: name.to_owned(), moved: false });
    }
    let id = store::formerly_named(conn, kind, name)?.ok_or_else(|| unknown(kind))?;
    with_id(conn, kind, id, true)
}

/// The ids of the things with those names, present or former, each once. A name that stands for nothing is left out.
/// However many names there are, these are two statements at most.
pub fn ids(conn: &mut Conn, kind: ResourceKind, names: &[String]) -> QueryResult<Vec<i64>> {
    Ok(ids_by_name(conn, kind, names)?.into_values().collect::<BTreeSet<_>>().into_iter().collect())
}

/// The same, with the name that each was found by.
pub fn ids_by_name(
    conn: &mut Conn,
    kind: ResourceKind,
    names: &[String],
) -> QueryResult<BTreeMap<String, i64>> {
    let mut found: BTreeMap<String, i64> = store::all_named(conn, kind, names)?.into_iter().collect();
    let others: Vec<&String> = names.iter().filter(|name| !found.contains_key(*name)).collect();
    if !others.is_empty() {
        found.extend(store::all_formerly_named(conn, kind, &others)?);
    }
    Ok(found)
}

fn with_id(conn: &mut Conn, kind: ResourceKind, id: i64, moved: bool) -> Result<FoundResource, Error> {
    match store::name_of(conn, kind, id)? {
        Some(name) => Ok(FoundResource { kind, id, name, moved }),
        None => Err(killed(conn, kind, id)?.unwrap_or_else(|| unknown(kind))),
    }
}

/// 410 with what readers are told, when it is an article that was killed.
fn killed(conn: &mut Conn, kind: ResourceKind, id: i64) -> QueryResult<Option<Error>> {
    let reason = if kind == ResourceKind::Article { store::kill_reason(conn, id)? } else { None };
    Ok(reason.map(|reason| Error::new(Code::Killed, reason)))
}

fn unknown(kind: ResourceKind) -> Error {
    Error::not_found(kind.into())
}

impl FoundResource {
    /// The cache tags of its name: those of the thing, and of a section, whose path has the names of those above it, of all
    /// sections; of a former name also that of the thing's former names.
    pub fn tags(&self) -> CacheTags {
        let tags = CacheTags::only(CacheTag::One(self.kind, self.id));
        let is_section = self.kind == ResourceKind::Section;
        let tags = tags.and(is_section.then_some(CacheTag::List(ResourceKind::Section)));
        tags.and(self.moved.then_some(CacheTag::FormerNames(self.kind, self.id)))
    }

    /// What `read` makes of the thing with that id, unless it has moved.
    pub fn read_current<T>(self, read: impl FnOnce(i64) -> Result<T, Error>) -> Result<Lookup<T>, Error> {
        if self.moved { Ok(Lookup::Moved(self)) } else { read(self.id).map(Lookup::Current) }
    }
}
