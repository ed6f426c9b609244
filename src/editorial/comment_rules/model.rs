//! The row of a comment rule, and the members of one that passed validation.

use diesel::{AsChangeset, Insertable, Queryable};

use crate::content::Time;
use crate::content::vocabulary::{RuleAction, RuleKind};
use crate::db::schema::comment_rules;

/// A row of `comment_rules`.
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

/// The members that an editor sets, all valid.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = comment_rules, treat_none_as_null = true)]
pub struct CheckedRule {
    pub kind: RuleKind,
    /// The value in the canonical form in which it is compared.
    pub value: String,
    pub action: RuleAction,
    pub expires_at: Option<Time>,
}

impl CheckedRule {
    /// Whether a member differs from `before`.
    pub fn differs_from(&self, before: &Rule) -> bool {
        (self.kind, &self.value, self.action, self.expires_at)
            != (before.kind, &before.value, before.action, before.expires_at)
    }
}
