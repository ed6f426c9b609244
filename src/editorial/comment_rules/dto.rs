//! What the operations on comment rules take and answer.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::Rule;
use crate::content::Time;
use crate::content::vocabulary::{RuleAction, RuleKind};
use crate::http::page::{Limit, PageInfo, excluded_from_filter};
use crate::http::schema::requires;

/// The members of a rule.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CommentRulePatch)]
pub struct RuleInput {
    /// What it looks at.
    pub kind: Option<RuleKind>,
    /// What it looks for, up to 200 characters. Words are found whole, whatever their case and accents; `@host.example`
    /// stands for all e-mail addresses of a host.
    #[schema(example = "@spam.example")]
    pub value: Option<String>,
    /// What it does.
    pub action: Option<RuleAction>,
    /// When it ends; null when it does not end by itself.
    #[schema(value_type = Option<Time>)]
    pub expires_at: Option<String>,
}

requires!(CreateCommentRule: "CommentRulePatch", ["kind", "value", "action"]);

/// A rule on comments.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CommentRule)]
pub struct RuleView {
    /// The rule's id.
    pub id: i64,
    /// What it looks at.
    pub kind: RuleKind,
    /// What it looks for, in the spelling it is compared in.
    pub value: String,
    /// What it does.
    pub action: RuleAction,
    /// When it ends; null when it does not end by itself.
    #[schema(required)]
    pub expires_at: Option<Time>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}

/// A page of rules, the newest first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
#[schema(as = CommentRulePage)]
pub struct RulePage {
    /// The rules.
    data: Vec<RuleView>,
    /// Where the page lies.
    page: PageInfo,
}

/// Which rules to list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RuleQuery {
    /// Only those that look at this.
    pub kind: Option<RuleKind>,
    /// How many a page holds.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    pub cursor: Option<String>,
}

impl From<Rule> for RuleView {
    fn from(rule: Rule) -> Self {
        Self {
            id: rule.id,
            kind: rule.kind,
            value: rule.value,
            action: rule.action,
            expires_at: rule.expires_at,
            version: rule.version,
            created_at: rule.created_at,
            updated_at: rule.updated_at,
        }
    }
}

impl From<&Rule> for RuleInput {
    fn from(rule: &Rule) -> Self {
        Self {
            kind: Some(rule.kind),
            value: Some(rule.value.clone()),
            action: Some(rule.action),
            expires_at: rule.expires_at.map(|time| time.to_string()),
        }
    }
}
