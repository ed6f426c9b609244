//! Making, changing and lifting rules, each in the transaction it is given.

use super::dto::RuleInput;
use super::store::{self, CheckedRule, Rule};
use crate::Error;
use crate::audit::{self, By, Target};
use crate::content::vocabulary::TargetKind;
use crate::content::{Fault, Faults, Time, comment_rule};
use crate::db::{Conn, QueryError, violated};
use crate::http::Code;

/// Makes a rule.
pub fn create(conn: &mut Conn, input: RuleInput, faults: Faults, by: &By) -> Result<Rule, Error> {
    let rule = check(input, faults)?;
    let made = store::insert(conn, &rule, by.at).map_err(there_already)?;
    let target = Target::of(TargetKind::CommentRule, made.id, made.version);
    audit::record(conn, by, "comment_rule.create", target, &audit::changes(&(), &RuleInput::from(&made)))?;
    Ok(made)
}

/// Writes a rule anew.
pub fn change(
    conn: &mut Conn,
    before: &Rule,
    input: RuleInput,
    faults: Faults,
    by: &By,
) -> Result<Rule, Error> {
    let rule = check(input, faults)?;
    let changed = store::update(conn, before, &rule, by.at).map_err(there_already)?;
    let target = Target::of(TargetKind::CommentRule, changed.id, changed.version);
    let changes = audit::changes(&RuleInput::from(before), &RuleInput::from(&changed));
    audit::record_update(conn, by, "comment_rule.update", target, &changes)?;
    Ok(changed)
}

/// Lifts a rule.
pub fn delete(conn: &mut Conn, rule: &Rule, by: &By) -> Result<(), Error> {
    store::delete(conn, rule.id)?;
    let target = Target::unversioned(TargetKind::CommentRule, rule.id);
    let changes = audit::changes(&RuleInput::from(rule), &());
    Ok(audit::record(conn, by, "comment_rule.delete", target, &changes)?)
}

fn check(input: RuleInput, mut faults: Faults) -> Result<CheckedRule, Error> {
    let kind = faults.required("/kind", input.kind);
    let action = faults.required("/action", input.action);
    let value = faults.required("/value", input.value).zip(kind);
    let value = faults
        .parsed("/value", "invalid-value", value, |(value, kind)| comment_rule::canonical(kind, &value));
    let expires_at =
        faults.parsed("/expires_at", "invalid-time", input.expires_at, |text| text.parse::<Time>());
    let all = kind.zip(value).zip(action);
    let ((kind, value), action) = faults.finish(all).map_err(Error::invalid_body)?;
    Ok(CheckedRule { kind, value, action, expires_at })
}

/// 409, when there is a rule on that value.
fn there_already(error: QueryError) -> Error {
    if violated(&error, "comment_rules", "value") {
        let detail = "There is a rule on this already.";
        Error::new(Code::Conflict, detail).with_faults(vec![Fault::pointer("/value", "repeated", detail)])
    } else {
        error.into()
    }
}
