//! The former slugs of articles, authors and tags, and the former paths of sections. Old links still use them.
//!
//! A slug or path that readers could have seen is stored when its resource gets another one, is merged into another
//! resource, or is withdrawn. It redirects to the resource until another resource uses the same slug or path.

use diesel::prelude::*;

use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::schema::published_former_names as names;
use crate::db::{Conn, QueryResult, match_conn};
use crate::publishing::changes;

/// Stores a former slug or path. From now on it redirects to the resource `target`.
pub fn redirect(conn: &mut Conn, kind: ResourceKind, name: &str, target: i64) -> QueryResult<()> {
    let row = (names::kind.eq(kind), names::name.eq(name), names::target_id.eq(target));
    match_conn!(conn, |c| diesel::insert_into(names::table)
        .values(row)
        .on_conflict((names::kind, names::name))
        .do_update()
        .set(names::target_id.eq(target))
        .execute(c))
    .map(drop)
}

/// Deletes the redirect of a slug or path that a resource is going to use, or that its former owner gives up, and
/// invalidates the responses with that redirect.
pub fn end_redirect(conn: &mut Conn, kind: ResourceKind, name: &str) -> QueryResult<()> {
    if let Some(target) = target(conn, kind, name)? {
        changes::invalidate(conn, &CacheTags::only(CacheTag::FormerNames(kind, target)))?;
        diesel::delete(names::table.find((kind, name))).execute(conn)?;
    }
    Ok(())
}

/// Changes the slug or path of the resource `target`: `from` redirects to it, and `to` no longer redirects.
pub fn rename(conn: &mut Conn, kind: ResourceKind, from: &str, to: &str, target: i64) -> QueryResult<()> {
    if from != to {
        redirect(conn, kind, from, target)?;
    }
    end_redirect(conn, kind, to)
}

/// Redirects all former slugs or paths of the resource `from` to the resource `to`, into which it is merged.
pub fn transfer(conn: &mut Conn, kind: ResourceKind, from: i64, to: i64) -> QueryResult<()> {
    let former = names::table.filter(names::kind.eq(kind).and(names::target_id.eq(from)));
    diesel::update(former).set(names::target_id.eq(to)).execute(conn).map(drop)
}

/// Deletes the former slugs or paths of a deleted resource.
pub fn remove(conn: &mut Conn, kind: ResourceKind, target: i64) -> QueryResult<()> {
    let former = names::table.filter(names::kind.eq(kind).and(names::target_id.eq(target)));
    diesel::delete(former).execute(conn).map(drop)
}

/// The id of the resource to which a former slug or path redirects.
pub fn target(conn: &mut Conn, kind: ResourceKind, name: &str) -> QueryResult<Option<i64>> {
    names::table.find((kind, name)).select(names::target_id).first(conn).optional()
}

/// The former slugs or paths of a resource, in alphabetical order.
pub fn former_names(conn: &mut Conn, kind: ResourceKind, target: i64) -> QueryResult<Vec<String>> {
    let former = names::table.filter(names::kind.eq(kind).and(names::target_id.eq(target)));
    former.order(names::name).select(names::name).load(conn)
}
