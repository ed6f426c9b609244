//! Making, changing and lifting rules, each in the transaction it is given.

use super::dto::RuleInput;
use super::store::{self, CheckedRule, Rule};
use crate::Error;
use crate::audit::{self, Attribution, Target};
use crate::content::vocabulary::TargetKind;
use crate::content::{Fault, Faults, Time, comment_rule};
use crate::db::{Conn, QueryError, violates};
use crate::http::Code;

/// How many rules there may be: every comment is held against all of them.
const MAX_RULES: i64 = 5000;

/// Makes a rule.
pub fn create(conn: &mut Conn, input: RuleInput, faults: Faults, by: &Attribution) -> Result<Rule, Error> {
    let rule = check(input, faults, None, by)?;
    delete_expired(conn, &rule, None, by)?;
    if store::count(conn)? >= MAX_RULES {
        let detail = format!(
            "There are {MAX_RULES} rules, and no more are kept. Lift one that is of no use any more."
        );
        return Err(Error::new(Code::Conflict, detail));
    }
    let made = store::insert(conn, &rule, by.at).map_err(there_already)?;
    let target = Target::of(TargetKind::CommentRule, made.id, made.version);
    audit::record(conn, by, "comment_rule.create", target, &audit::changes(&(), &RuleInput::from(&made)))?;
    Ok(made)
}

/// Writes a rule anew, unless it stays what it is.
pub fn change(
    conn: &mut Conn,
    before: &Rule,
    input: RuleInput,
    faults: Faults,
    by: &Attribution,
) -> Result<Rule, Error> {
    let rule = check(input, faults, before.expires_at, by)?;
    if rule.is_same_as(before) {
        return Ok(before.clone());
    }
    delete_expired(conn, &rule, Some(before.id), by)?;
    let changed = store::update(conn, before, &rule, by.at).map_err(there_already)?;
    let target = Target::of(TargetKind::CommentRule, changed.id, changed.version);
    let changes = audit::changes(&RuleInput::from(before), &RuleInput::from(&changed));
    audit::record(conn, by, "comment_rule.update", target, &changes)?;
    Ok(changed)
}

/// Lifts a rule.
pub fn delete(conn: &mut Conn, rule: &Rule, by: &Attribution) -> Result<(), Error> {
    store::delete(conn, rule.id)?;
    let target = Target::unversioned(TargetKind::CommentRule, rule.id);
    let changes = audit::changes(&RuleInput::from(rule), &());
    Ok(audit::record(conn, by, "comment_rule.delete", target, &changes)?)
}

/// Deletes a rule on the same value that has run out, so that it does not stand in the way of a new one.
fn delete_expired(
    conn: &mut Conn,
    rule: &CheckedRule,
    but: Option<i64>,
    by: &Attribution,
) -> Result<(), Error> {
    match store::find_expired(conn, rule, by.at)? {
        Some(expired) if Some(expired.id) != but => delete(conn, &expired, by),
        _ => Ok(()),
    }
}

/// Checks the members. A rule must not be over when it is made; one that is may keep its time when it is changed.
fn check(
    input: RuleInput,
    mut faults: Faults,
    expired_at: Option<Time>,
    by: &Attribution,
) -> Result<CheckedRule, Error> {
    let kind = faults.required("/kind", input.kind);
    let action = faults.required("/action", input.action);
    let value = faults.required("/value", input.value).zip(kind);
    let value = faults
        .parsed("/value", "invalid-value", value, |(value, kind)| comment_rule::canonical(kind, &value));
    let expires_at =
        faults.parsed("/expires_at", "invalid-time", input.expires_at, |text| text.parse::<Time>());
    if expires_at.is_some_and(|end| end <= by.at && Some(end) != expired_at) {
        faults.add("/expires_at", "in-the-past", "must lie in the future");
    }
    let all = kind.zip(value).zip(action);
    let ((kind, value), action) = faults.finish(all).map_err(Error::invalid_body)?;
    Ok(CheckedRule { kind, value, action, expires_at })
}

/// 409, when there is a rule on that value.
fn there_already(error: QueryError) -> Error {
    if violates(&error, "comment_rules", "value") {
        let detail = "There is a rule on this value already. Change that one.";
        Error::new(Code::RuleExists, detail).with_faults(vec![Fault::pointer("/value", "repeated", detail)])
    } else {
        error.into()
    }
}
