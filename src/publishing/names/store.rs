//! Former names in the database.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::select;

use crate::content::vocabulary::NamedKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::schema::published_former_names as names;
use crate::db::{Conn, QueryResult, on};
use crate::publishing::changes;

/// Keeps a name that its thing gives up: from now on it leads to `target`.
pub fn retire(conn: &mut Conn, kind: NamedKind, name: &str, target: i64) -> QueryResult<()> {
    let row = (names::kind.eq(kind), names::name.eq(name), names::target_id.eq(target));
    on!(conn, |c| diesel::insert_into(names::table)
        .values(row)
        .on_conflict((names::kind, names::name))
        .do_update()
        .set(names::target_id.eq(target))
        .execute(c))
    .map(drop)
}

/// Takes a name into use: it leads nowhere else any more.
pub fn claim(conn: &mut Conn, kind: NamedKind, name: &str) -> QueryResult<()> {
    let former = names::table.find((kind, name));
    if let Some(target) = former.select(names::target_id).first(conn).optional()? {
        changes::touch(conn, &CacheTags::only(CacheTag::FormerNames(kind, target)))?;
        diesel::delete(former).execute(conn)?;
    }
    Ok(())
}

/// Gives a thing another name: the one it had leads to it, the one it gets leads nowhere else.
pub fn rename(conn: &mut Conn, kind: NamedKind, from: &str, to: &str, thing: i64) -> QueryResult<()> {
    if from != to {
        retire(conn, kind, from, thing)?;
    }
    claim(conn, kind, to)
}

/// Lets all former names of one thing lead to another, which it is merged into.
pub fn hand_over(conn: &mut Conn, kind: NamedKind, from: i64, to: i64) -> QueryResult<()> {
    let former = names::table.filter(names::kind.eq(kind).and(names::target_id.eq(from)));
    diesel::update(former).set(names::target_id.eq(to)).execute(conn).map(drop)
}

/// Forgets the former names of a thing that is deleted.
pub fn forget(conn: &mut Conn, kind: NamedKind, target: i64) -> QueryResult<()> {
    let former = names::table.filter(names::kind.eq(kind).and(names::target_id.eq(target)));
    diesel::delete(former).execute(conn).map(drop)
}

/// Whether a name is kept for something else than the thing with that id.
pub fn reserved(conn: &mut Conn, kind: NamedKind, name: &str, for_other_than: i64) -> QueryResult<bool> {
    let kept = names::table.find((kind, name)).filter(names::target_id.ne(for_other_than));
    select(exists(kept)).get_result(conn)
}
