//! Comment rules in the database.

use diesel::prelude::*;

use crate::content::Time;
use crate::content::vocabulary::{RuleAction, RuleKind};
use crate::db::schema::{comment_rules as rules, site};
use crate::db::{Conn, QueryResult, seek};
use crate::http::page::PageRequest;

/// A rule as it is kept.
#[derive(Clone, Debug, Queryable)]
pub struct Rule {
    pub id: i64,
    pub kind: RuleKind,
    pub value: String,
    pub action: RuleAction,
    pub expires_at: Option<Time>,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
}

/// What a rule says.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = rules, treat_none_as_null = true)]
pub struct CheckedRule {
    pub kind: RuleKind,
    pub value: String,
    pub action: RuleAction,
    pub expires_at: Option<Time>,
}

impl CheckedRule {
    /// Whether it says what that rule says.
    pub fn is_same_as(&self, rule: &Rule) -> bool {
        (self.kind, &self.value, self.action, self.expires_at)
            == (rule.kind, &rule.value, rule.action, rule.expires_at)
    }
}

/// The sort key of rules: when made, and the id.
pub type Key = (i64, i64);

/// The rows of a page of rules, newest first.
pub fn list(conn: &mut Conn, kind: Option<RuleKind>, page: &PageRequest<Key>) -> QueryResult<Vec<Rule>> {
    let mut query = rules::table.limit(page.rows()).into_boxed();
    if let Some(kind) = kind {
        query = query.filter(rules::kind.eq(kind));
    }
    seek!(query, by (rules::created_at, rules::id), ascending page.backward(), after page.seek_key())
        .load(conn)
}

/// The rule with that id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Rule>> {
    rules::table.find(id).first(conn).optional()
}

/// How many rules there are.
pub fn count(conn: &mut Conn) -> QueryResult<i64> {
    rules::table.count().get_result(conn)
}

/// The rule on the same value as another one, if it has run out.
pub fn find_expired(conn: &mut Conn, rule: &CheckedRule, now: Time) -> QueryResult<Option<Rule>> {
    let same = rules::kind.eq(rule.kind).and(rules::value.eq(rule.value.clone()));
    rules::table.filter(same.and(rules::expires_at.le(now))).first(conn).optional()
}

/// Lets whoever keeps the rules in memory know that they are others.
fn advance_version(conn: &mut Conn) -> QueryResult<()> {
    let next = site::comment_rules_version.eq(site::comment_rules_version + 1);
    diesel::update(site::table.find(1)).set(next).execute(conn).map(drop)
}

/// Makes a rule.
pub fn insert(conn: &mut Conn, rule: &CheckedRule, now: Time) -> QueryResult<Rule> {
    advance_version(conn)?;
    diesel::insert_into(rules::table)
        .values((rule, rules::version.eq(1), rules::created_at.eq(now), rules::updated_at.eq(now)))
        .get_result(conn)
}

/// Writes a rule anew, as its next version.
pub fn update(conn: &mut Conn, before: &Rule, rule: &CheckedRule, now: Time) -> QueryResult<Rule> {
    advance_version(conn)?;
    diesel::update(rules::table.find(before.id))
        .set((rule, rules::version.eq(before.version + 1), rules::updated_at.eq(now)))
        .get_result(conn)
}

/// Lifts a rule.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<()> {
    advance_version(conn)?;
    diesel::delete(rules::table.find(id)).execute(conn).map(drop)
}
