//! The log in the database.

use diesel::dsl::max;
use diesel::prelude::*;

use super::{Actor, Attribution, Change, Target};
use crate::content::Time;
use crate::content::vocabulary::{ActorKind, TargetKind};
use crate::db::schema::audit_log;
use crate::db::{Conn, Json, QueryResult, seek};
use crate::http::page::PageRequest;

/// An entry of the log.
#[derive(Debug)]
pub struct Entry {
    /// Its number; later entries have larger ones.
    pub id: i64,
    /// When.
    pub at: Time,
    /// Who.
    pub actor: Actor,
    /// What was done, such as `article.publish`.
    pub action: String,
    /// To what.
    pub target: Target,
    /// The members that changed.
    pub changes: Vec<Change>,
}

#[derive(Queryable)]
struct Row {
    id: i64,
    at: Time,
    actor_kind: ActorKind,
    actor_id: Option<i64>,
    actor_name: String,
    action: String,
    target_kind: TargetKind,
    target_id: i64,
    target_version: Option<i64>,
    changes: Json,
}

/// Which entries to read.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Only what was done by this account.
    pub user: Option<i64>,
    /// Only what was done in this way.
    pub action: Option<String>,
    /// Only what was done to things of this kind.
    pub target_kind: Option<TargetKind>,
    /// Only what was done to things with this id.
    pub target_id: Option<i64>,
    /// Only what was done at this time or later.
    pub after: Option<Time>,
    /// Only what was done before this time.
    pub before: Option<Time>,
}

/// The sort key of the log: when, and the entry's number.
pub type Key = (i64, i64);

/// Enters what was done, in the transaction that does it.
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

/// The rows of a page of the log, newest first.
pub fn list(conn: &mut Conn, wanted: &AuditFilter, page: &PageRequest<Key>) -> QueryResult<Vec<Entry>> {
    let mut query = audit_log::table.limit(page.rows()).into_boxed();
    if let Some(user) = wanted.user {
        query = query.filter(audit_log::actor_kind.eq(ActorKind::User).and(audit_log::actor_id.eq(user)));
    }
    if let Some(action) = &wanted.action {
        query = query.filter(audit_log::action.eq(action.clone()));
    }
    if let Some(kind) = wanted.target_kind {
        query = query.filter(audit_log::target_kind.eq(kind));
    }
    if let Some(id) = wanted.target_id {
        query = query.filter(audit_log::target_id.eq(id));
    }
    if let Some(time) = wanted.after {
        query = query.filter(audit_log::at.ge(time));
    }
    if let Some(time) = wanted.before {
        query = query.filter(audit_log::at.lt(time));
    }
    let query =
        seek!(query, by (audit_log::at, audit_log::id), ascending page.backward(), after page.seek_key());
    query.load::<Row>(conn)?.into_iter().map(Row::into_entry).collect()
}

/// The last version that anything with this id is known to have had.
pub fn last_version(conn: &mut Conn, kind: TargetKind, id: i64) -> QueryResult<Option<i64>> {
    audit_log::table
        .filter(audit_log::target_kind.eq(kind).and(audit_log::target_id.eq(id)))
        .select(max(audit_log::target_version))
        .first(conn)
}

/// The names of the members of a thing that were changed after it had that version, in the order of
/// the alphabet.
pub fn members_changed_after(
    conn: &mut Conn,
    kind: TargetKind,
    id: i64,
    version: i64,
) -> QueryResult<Vec<String>> {
    let logs: Vec<Json> = audit_log::table
        .filter(audit_log::target_kind.eq(kind).and(audit_log::target_id.eq(id)))
        .filter(audit_log::target_version.gt(version))
        .select(audit_log::changes)
        .load(conn)?;
    let mut members = Vec::new();
    for log in logs {
        members.extend(log.read::<Vec<Change>>()?.into_iter().map(|change| change.member));
    }
    members.sort_unstable();
    members.dedup();
    Ok(members)
}

/// The members that changed when that was last done to a thing and changed anything; none when it never did.
pub fn changes_of_last(conn: &mut Conn, action: &str, kind: TargetKind, id: i64) -> QueryResult<Vec<Change>> {
    let log: Option<Json> = audit_log::table
        .filter(audit_log::target_kind.eq(kind).and(audit_log::target_id.eq(id)))
        .filter(audit_log::action.eq(action).and(audit_log::changes.ne("[]")))
        .order(audit_log::id.desc())
        .select(audit_log::changes)
        .first(conn)
        .optional()?;
    log.map_or(Ok(Vec::new()), |log| log.read())
}

impl Row {
    fn into_entry(self) -> QueryResult<Entry> {
        Ok(Entry {
            changes: self.changes.read()?,
            id: self.id,
            at: self.at,
            actor: Actor { kind: self.actor_kind, id: self.actor_id, name: self.actor_name },
            action: self.action,
            target: Target { kind: self.target_kind, id: self.target_id, version: self.target_version },
        })
    }
}
