//! The slugs and paths that articles, sections, authors and tags had before: old links still use them.
//!
//! A name that readers could have seen is kept when its resource gets another one, is merged into another
//! resource, or is withdrawn. It redirects to the resource until another resource takes the name.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::select;

use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::schema::published_former_names as names;
use crate::db::{Conn, QueryResult, match_conn};
use crate::publishing::changes;

/// Keeps a name that its thing gives up: from now on it leads to `target`.
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

/// Takes a name into use: it leads nowhere else any more.
pub fn reserve(conn: &mut Conn, kind: ResourceKind, name: &str) -> QueryResult<()> {
    let former = names::table.find((kind, name));
    if let Some(target) = former.select(names::target_id).first(conn).optional()? {
        changes::touch(conn, &CacheTags::only(CacheTag::FormerNames(kind, target)))?;
        diesel::delete(former).execute(conn)?;
    }
    Ok(())
}

/// Gives a thing another name: the one it had leads to it, the one it gets leads nowhere else.
pub fn rename(conn: &mut Conn, kind: ResourceKind, from: &str, to: &str, thing: i64) -> QueryResult<()> {
    if from != to {
        redirect(conn, kind, from, thing)?;
    }
    reserve(conn, kind, to)
}

/// Lets all former names of one thing lead to another, which it is merged into.
pub fn transfer(conn: &mut Conn, kind: ResourceKind, from: i64, to: i64) -> QueryResult<()> {
    let former = names::table.filter(names::kind.eq(kind).and(names::target_id.eq(from)));
    diesel::update(former).set(names::target_id.eq(to)).execute(conn).map(drop)
}

/// Forgets the former names of a thing that is deleted.
pub fn forget(conn: &mut Conn, kind: ResourceKind, target: i64) -> QueryResult<()> {
    let former = names::table.filter(names::kind.eq(kind).and(names::target_id.eq(target)));
    diesel::delete(former).execute(conn).map(drop)
}

/// Whether a name is kept for something else than the thing with that id.
pub fn is_reserved(
    conn: &mut Conn,
    kind: ResourceKind,
    name: &str,
    for_other_than: i64,
) -> QueryResult<bool> {
    let kept = names::table.find((kind, name)).filter(names::target_id.ne(for_other_than));
    select(exists(kept)).get_result(conn)
}
