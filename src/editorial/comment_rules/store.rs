//! The SQL of comment rules.

use diesel::prelude::*;

use super::model::{CheckedRule, Rule};
use crate::content::Time;
use crate::content::vocabulary::RuleKind;
use crate::db::schema::{comment_rules as rules, site};
use crate::db::{Conn, QueryResult, seek};
use crate::http::page::PageRequest;

/// The sort key of the list: the creation time in microseconds, and the id.
pub type Key = (i64, i64);

/// The rows of a page of rules, newest first. `kind` limits the list to rules of one kind.
pub fn list(conn: &mut Conn, kind: Option<RuleKind>, page: &PageRequest<Key>) -> QueryResult<Vec<Rule>> {
    let mut query = rules::table.limit(page.rows()).into_boxed();
    if let Some(kind) = kind {
        query = query.filter(rules::kind.eq(kind));
    }
    seek!(query, by (rules::created_at, rules::id), ascending page.backward(), after page.seek_key())
        .load(conn)
}

/// The rule with this id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Rule>> {
    rules::table.find(id).first(conn).optional()
}

/// The number of rules, including expired ones.
pub fn count(conn: &mut Conn) -> QueryResult<i64> {
    rules::table.count().get_result(conn)
}

/// The expired rule with the same kind and value as `rule`.
pub fn find_expired(conn: &mut Conn, rule: &CheckedRule, now: Time) -> QueryResult<Option<Rule>> {
    let same = rules::kind.eq(rule.kind).and(rules::value.eq(rule.value.clone()));
    rules::table.filter(same.and(rules::expires_at.le(now))).first(conn).optional()
}

/// Raises the version of the set of rules, so that servers reload the rules they have in memory.
fn advance_version(conn: &mut Conn) -> QueryResult<()> {
    let next = site::comment_rules_version.eq(site::comment_rules_version + 1);
    diesel::update(site::table.find(1)).set(next).execute(conn).map(drop)
}

/// Inserts a rule as version 1. Fails with a unique violation when a rule with the same kind and value exists.
pub fn insert(conn: &mut Conn, rule: &CheckedRule, now: Time) -> QueryResult<Rule> {
    advance_version(conn)?;
    diesel::insert_into(rules::table)
        .values((rule, rules::version.eq(1), rules::created_at.eq(now), rules::updated_at.eq(now)))
        .get_result(conn)
}

/// Writes the next version of a rule. Fails with a unique violation when another rule has the same kind and value.
pub fn update(conn: &mut Conn, before: &Rule, rule: &CheckedRule, now: Time) -> QueryResult<Rule> {
    advance_version(conn)?;
    diesel::update(rules::table.find(before.id))
        .set((rule, rules::version.eq(before.version + 1), rules::updated_at.eq(now)))
        .get_result(conn)
}

/// Deletes a rule.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<()> {
    advance_version(conn)?;
    diesel::delete(rules::table.find(id)).execute(conn).map(drop)
}
