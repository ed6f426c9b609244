//! The SQL of the `audit_log` table.

use diesel::dsl::max;
use diesel::prelude::*;

use super::change::Change;
use super::model::{Attribution, AuditFilter, Entry, Row, Target};
use crate::content::vocabulary::{ActorKind, TargetKind};
use crate::db::schema::audit_log;
use crate::db::{Conn, Json, QueryResult, Statement, seek};
use crate::http::page::PageRequest;

/// The sort key of the log: the time in microseconds, and the entry's id.
pub type Key = (i64, i64);

/// Writes an entry. Call it in the transaction that makes the change.
pub fn record(
    conn: &mut Conn,
    by: &Attribution,
    action: &str,
    target: Target,
    changes: &[Change],
) -> QueryResult<()> {
    diesel::insert_into(audit_log::table)
        .values((
            audit_log::at.eq(by.at),
            audit_log::actor_kind.eq(by.actor.kind),
            audit_log::actor_id.eq(by.actor.id),
            audit_log::actor_name.eq(&by.actor.name),
            audit_log::action.eq(action),
            audit_log::target_kind.eq(target.kind),
            audit_log::target_id.eq(target.id),
            audit_log::target_version.eq(target.version),
            audit_log::changes.eq(Json::of(&changes)?),
        ))
        .execute(conn)
        .map(drop)
}

/// The action, the resource and the changes of an entry.
pub type NewEntry = (&'static str, Target, Vec<Change>);

/// Writes entries in one statement, so there are at most a thousand.
pub fn record_all(conn: &mut Conn, by: &Attribution, entries: &[NewEntry]) -> QueryResult<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let rows = vec!["(?, ?, ?, ?, ?, ?, ?, ?, ?)"; entries.len()].join(", ");
    let mut statement = Statement::<()>::new(format!(
        "INSERT INTO audit_log (at, actor_kind, actor_id, actor_name, action, target_kind, target_id, \
         target_version, changes) VALUES {rows}"
    ))
    .uncached();
    for (action, target, changes) in entries {
        statement = statement
            .number(by.at.micros())
            .text(<&str>::from(by.actor.kind))
            .maybe_number(by.actor.id)
            .text(&by.actor.name)
            .text(*action)
            .text(<&str>::from(target.kind))
            .number(target.id)
            .maybe_number(target.version)
            .text(Json::of(changes)?.text());
    }
    statement.execute(conn).map(drop)
}

/// Returns the entries of one page of the log, the newest first.
pub fn list(conn: &mut Conn, filter: &AuditFilter, page: &PageRequest<Key>) -> QueryResult<Vec<Entry>> {
    let mut query = audit_log::table.limit(page.rows()).into_boxed();
    if let Some(user) = filter.user {
        query = query.filter(audit_log::actor_kind.eq(ActorKind::User).and(audit_log::actor_id.eq(user)));
    }
    if let Some(action) = &filter.action {
        query = query.filter(audit_log::action.eq(action.clone()));
    }
    if let Some(kind) = filter.target_kind {
        query = query.filter(audit_log::target_kind.eq(kind));
    }
    if let Some(id) = filter.target_id {
        query = query.filter(audit_log::target_id.eq(id));
    }
    if let Some(time) = filter.after {
        query = query.filter(audit_log::at.ge(time));
    }
    if let Some(time) = filter.before {
        query = query.filter(audit_log::at.lt(time));
    }
    let query =
        seek!(query, by (audit_log::at, audit_log::id), ascending page.backward(), after page.seek_key());
    query.load::<Row>(conn)?.into_iter().map(Row::into_entry).collect()
}

/// Returns the largest version in the log of the resource with that id, also of one that is deleted.
pub fn last_version(conn: &mut Conn, kind: TargetKind, id: i64) -> QueryResult<Option<i64>> {
    audit_log::table
        .filter(audit_log::target_kind.eq(kind).and(audit_log::target_id.eq(id)))
        .select(max(audit_log::target_version))
        .first(conn)
}

/// Returns the names of a resource's members in the API that changed after `version`, in alphabetical order.
pub fn members_changed_after(
    conn: &mut Conn,
    kind: TargetKind,
    id: i64,
    version: i64,
) -> QueryResult<Vec<String>> {
    let rows: Vec<Json> = audit_log::table
        .filter(audit_log::target_kind.eq(kind).and(audit_log::target_id.eq(id)))
        .filter(audit_log::target_version.gt(version))
        .select(audit_log::changes)
        .load(conn)?;
    let mut members = Vec::new();
    for changes in rows {
        for change in changes.read::<Vec<Change>>()? {
            members.extend(change.api_members(kind).into_iter().map(str::to_owned));
        }
    }
    members.sort_unstable();
    members.dedup();
    Ok(members)
}

/// Returns the changes of the last entry with that action and resource that changed a member. Empty if there is no such
/// entry.
pub fn changes_of_last(conn: &mut Conn, action: &str, kind: TargetKind, id: i64) -> QueryResult<Vec<Change>> {
    let changes: Option<Json> = audit_log::table
        .filter(audit_log::target_kind.eq(kind).and(audit_log::target_id.eq(id)))
        .filter(audit_log::action.eq(action).and(audit_log::changes.ne("[]")))
        .order(audit_log::id.desc())
        .select(audit_log::changes)
        .first(conn)
        .optional()?;
    changes.map_or(Ok(Vec::new()), |changes| changes.read())
}
