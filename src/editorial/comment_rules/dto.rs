//! Request and response bodies of the operations on comment rules.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::Rule;
use crate::content::Time;
use crate::content::vocabulary::{RuleAction, RuleKind};
use crate::http::page::{Limit, PageInfo, excluded_from_filter};
use crate::http::schema::requires;

/// The members of a comment rule that editors set.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CommentRulePatch)]
pub struct RuleInput {
    /// The part of a comment that the rule checks.
    pub kind: Option<RuleKind>,
    /// The value to match, up to 200 characters. A word matches whole words, without regard to case and accents.
    /// `@host.example` matches all e-mail addresses of a host.
    #[schema(min_length = 1, max_length = 200, example = "@spam.example")]
    pub value: Option<String>,
    /// What happens to a comment that matches.
    pub action: Option<RuleAction>,
    /// The time at which the rule expires; null when it does not expire.
    #[schema(value_type = Option<Time>)]
    pub expires_at: Option<String>,
}

requires!(CreateCommentRule: RuleInput, ["kind", "value", "action"], "A new comment rule.");

/// A rule for comments that readers send.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CommentRule)]
pub struct RuleView {
    /// The rule's id.
    pub id: i64,
    /// The part of a comment that the rule checks.
    pub kind: RuleKind,
    /// The value to match, in the normal form in which the server compares it.
    pub value: String,
    /// What happens to a comment that matches.
    pub action: RuleAction,
    /// The time at which the rule expires; null when it does not expire.
    #[schema(required)]
    pub expires_at: Option<Time>,
    /// The version number. The `ETag` header has the same number.
    pub version: i64,
    /// The time at which the rule was created.
    pub created_at: Time,
    /// The time of the last change.
    pub updated_at: Time,
}

/// A page of comment rules.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
#[schema(as = CommentRulePage)]
pub struct RulePage {
    /// The rules, newest first.
    data: Vec<RuleView>,
    /// The page's limit, and the cursors of the next and previous pages.
    page: PageInfo,
}

/// Query parameters of the list of comment rules.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RuleQuery {
    /// Only rules that check this part of a comment.
    pub kind: Option<RuleKind>,
    /// The maximum number of rules on a page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The `next_cursor` or `prev_cursor` of another page of this list.
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
