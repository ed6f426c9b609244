//! Creates, updates and deletes comment rules. Every function works in the caller's transaction and writes the audit entry there.

use super::dto::RuleInput;
use super::model::{CheckedRule, Rule};
use super::store;
use crate::Error;
use crate::audit::{self, Attribution, Target};
use crate::content::vocabulary::TargetKind;
use crate::content::{Fault, Faults, Time, comment_rule};
use crate::db::{Conn, QueryError, violates};
use crate::http::Code;

/// The maximum number of rules. Every new comment is checked against all of them.
const MAX_RULES: i64 = 5000;

/// Creates a rule. Deletes an expired rule with the same kind and value first.
///
/// Fails with 422 when a member is invalid, and with 409 when the rule exists or there are [`MAX_RULES`] rules.
pub fn create(conn: &mut Conn, input: RuleInput, faults: Faults, by: &Attribution) -> Result<Rule, Error> {
    let checked = validate(input, faults, None, by)?;
    delete_expired(conn, &checked, None, by)?;
    if store::count(conn)? >= MAX_RULES {
        let detail = format!(
            "There are {MAX_RULES} comment rules, and no more are allowed. Delete a rule that you no longer need."
        );
        return Err(Error::new(Code::Conflict, detail));
    }
    let rule = store::insert(conn, &checked, by.at).map_err(rule_exists)?;
    let target = Target::of(TargetKind::CommentRule, rule.id, rule.version);
    audit::record(conn, by, "comment_rule.create", target, &audit::changes(&(), &RuleInput::from(&rule)))?;
    Ok(rule)
}

/// Writes the next version of a rule. Returns `before` unchanged when no member differs. Fails as [`create`] does.
pub fn update(
    conn: &mut Conn,
    before: &Rule,
    input: RuleInput,
    faults: Faults,
    by: &Attribution,
) -> Result<Rule, Error> {
    let checked = validate(input, faults, before.expires_at, by)?;
    if !checked.differs_from(before) {
        return Ok(before.clone());
    }
    delete_expired(conn, &checked, Some(before.id), by)?;
    let rule = store::update(conn, before, &checked, by.at).map_err(rule_exists)?;
    let target = Target::of(TargetKind::CommentRule, rule.id, rule.version);
    let changes = audit::changes(&RuleInput::from(before), &RuleInput::from(&rule));
    audit::record(conn, by, "comment_rule.update", target, &changes)?;
    Ok(rule)
}

/// Deletes a rule.
pub fn delete(conn: &mut Conn, rule: &Rule, by: &Attribution) -> Result<(), Error> {
    store::delete(conn, rule.id)?;
    let target = Target::unversioned(TargetKind::CommentRule, rule.id);
    let changes = audit::changes(&RuleInput::from(rule), &());
    Ok(audit::record(conn, by, "comment_rule.delete", target, &changes)?)
}

/// Deletes the expired rule with the same kind and value as `rule`, unless its id is `except`: kind and value are unique.
fn delete_expired(
    conn: &mut Conn,
    rule: &CheckedRule,
    except: Option<i64>,
    by: &Attribution,
) -> Result<(), Error> {
    match store::find_expired(conn, rule, by.at)? {
        Some(expired) if Some(expired.id) != except => delete(conn, &expired, by),
        _ => Ok(()),
    }
}

/// Validates all members. Fails with 422 and every fault.
///
/// `expires_at` must be in the future. An update may leave the past time `expires_before` as it is.
fn validate(
    input: RuleInput,
    mut faults: Faults,
    expires_before: Option<Time>,
    by: &Attribution,
) -> Result<CheckedRule, Error> {
    let kind = faults.required("/kind", input.kind);
    let action = faults.required("/action", input.action);
    let value = faults.required("/value", input.value).zip(kind);
    let value = faults
        .parsed("/value", "invalid-value", value, |(value, kind)| comment_rule::canonical(kind, &value));
    let expires_at =
        faults.parsed("/expires_at", "invalid-time", input.expires_at, |text| text.parse::<Time>());
    if expires_at.is_some_and(|end| end <= by.at && Some(end) != expires_before) {
        faults.add("/expires_at", "in-the-past", "must be a time in the future");
    }
    let all = kind.zip(value).zip(action);
    let ((kind, value), action) = faults.finish(all).map_err(Error::invalid_body)?;
    Ok(CheckedRule { kind, value, action, expires_at })
}

/// 409 `rule-exists` when a rule with the same kind and value exists; else the error itself.
fn rule_exists(error: QueryError) -> Error {
    if violates(&error, "comment_rules", "value") {
        let detail = "A rule with this `kind` and `value` exists. Update that rule instead.";
        Error::new(Code::RuleExists, detail).with_faults(vec![Fault::pointer("/value", "repeated", detail)])
    } else {
        error.into()
    }
}
