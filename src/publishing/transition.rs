//! Taking a step in an article's workflow.

use serde_json::{Value, json};

use super::rendering::RenderedBody;
use super::store;
use super::working_copy_store::{self, WorkingCopy};
use crate::Error;
use crate::audit::{self, Attribution, Change, Target};
use crate::content::article::Correction;
use crate::content::timing::{Timing, TimingChange};
use crate::content::vocabulary::{Role, Status, TargetKind};
use crate::content::workflow::{self, Refusal, Transition};
use crate::content::{Fault, Faults, Time, publish_requirements};
use crate::db::{Conn, violates};
use crate::http::Code;

/// A step in an article's workflow, as somebody asks for it.
#[derive(Clone, Debug)]
pub struct TransitionRequest {
    /// The article's News ID.
    pub article: i64,
    /// The version it was decided on; any other has been checked away before.
    pub version: i64,
    /// What to do.
    pub transition: Transition,
    /// What goes with it.
    pub terms: TransitionParams,
    /// In whose role.
    pub role: Role,
    /// Who takes it, and when.
    pub by: Attribution,
}

/// What goes with a step.
#[derive(Clone, Debug, Default)]
pub struct TransitionParams {
    /// What colleagues are told.
    pub note: Option<String>,
    /// What is asked of the article's times.
    pub timing_change: TimingChange,
    /// What readers are told of a change; with `publish`.
    pub correction: Option<Correction>,
    /// What readers are told in place of the article; with `kill`.
    pub reason: Option<String>,
}

/// Takes the step, or says why not: 403 when the role does not include it, 409 when the article's
/// state has no such step or an embargo stands in the way, 422 when the article is not fit to be
/// published or the terms are not, 412 when somebody else was faster. Nothing is half done.
///
/// The body may be rendered already: that takes time, and a transaction that writes keeps others waiting. It is made anew when
/// there is another revision by now.
pub fn take(conn: &mut Conn, step: &TransitionRequest, body: Option<RenderedBody>) -> Result<(), Error> {
    let working = working_copy_store::find(conn, step.article)?.ok_or_else(|| Error::not_found("article"))?;
    take_with(conn, step, &working, body)
}

/// The same with the working copy as it was read in the version that the step was decided on.
pub fn take_with(
    conn: &mut Conn,
    step: &TransitionRequest,
    working: &WorkingCopy,
    body: Option<RenderedBody>,
) -> Result<(), Error> {
    let status = next_status(working, step)?;
    let timing = next_timing(working, step)?;
    let live_version = match step.transition {
        Transition::Publish => Some(publish(conn, working, step, body)?),
        Transition::Withdraw => {
            store::withdraw(conn, step.article, step.by.at)?;
            None
        }
        Transition::Kill => {
            store::kill(conn, step.article, step.terms.reason.as_deref().unwrap_or_default(), step.by.at)?;
            None
        }
        Transition::Restore if working.status == Status::Killed => {
            store::revive(conn, step.article)?;
            None
        }
        _ => None,
    };
    if !working_copy_store::record(conn, working, step, status, timing, live_version)? {
        return Err(Error::new(Code::VersionMismatch, "Somebody changed the article in the meantime."));
    }
    let action = format!("article.{}", <&str>::from(step.transition));
    let target = Target::of(TargetKind::Article, step.article, step.version + 1);
    audit::record(conn, &step.by, &action, target, &changes(working, step, status, timing))?;
    Ok(())
}

/// 422: something that readers need is missing.
pub fn not_publishable(faults: Vec<Fault>) -> Error {
    Error::new(Code::NotPublishable, "The article is not complete; see `errors`.").with_faults(faults)
}

/// 409: an article in that state does not allow it; names the steps that an account of that role can take.
pub fn impossible(status: Status, role: Role, detail: impl Into<String>) -> Error {
    let allowed =
        workflow::allowed_transitions(status, role).map(|step| <&str>::from(step).to_owned()).collect();
    Error::new(Code::ImpossibleTransition, detail).with_allowed(allowed)
}

fn next_status(working: &WorkingCopy, step: &TransitionRequest) -> Result<Status, Error> {
    workflow::outcome(working.status, step.transition, step.role).map_err(|refusal| {
        let (status, asked, role): (&str, &str, &str) =
            (working.status.into(), step.transition.into(), step.role.into());
        match refusal {
            Refusal::NotForThisRole => {
                Error::new(Code::Forbidden, format!("The role `{role}` does not include `{asked}` here."))
            }
            Refusal::NotInThisState => {
                let detail = format!("An article that is `{status}` cannot `{asked}`.");
                impossible(working.status, step.role, detail)
            }
        }
    })
}

fn next_timing(working: &WorkingCopy, step: &TransitionRequest) -> Result<Timing, Error> {
    let mut faults = Faults::default();
    let timing = working
        .timing
        .after(step.transition, &step.terms.timing_change, step.by.at, &mut faults)
        .map_err(|embargoed| Error::new(Code::Embargoed, embargoed.to_string()))?;
    faults.into_result().map_err(Error::invalid_body)?;
    if let Some(time) = timing.publish_at {
        // What goes on the schedule must be fit to go out by itself.
        let mut faults = Faults::default();
        publish_requirements::check(&working.article, time, &mut faults);
        faults.into_result().map_err(not_publishable)?;
    }
    Ok(timing)
}

fn publish(
    conn: &mut Conn,
    working: &WorkingCopy,
    step: &TransitionRequest,
    body: Option<RenderedBody>,
) -> Result<i64, Error> {
    let mut faults = Faults::default();
    publish_requirements::check(&working.article, step.by.at, &mut faults);
    if step.terms.correction.is_some() && working.first_published_at.is_none() {
        faults.add("/correction", "nothing-to-correct", "readers have seen nothing of this article yet");
    }
    faults.into_result().map_err(not_publishable)?;
    let body = body.filter(|body| body.revision == working.head_revision);
    let body = body.unwrap_or_else(|| RenderedBody::of(&working.article, working.head_revision));
    store::publish(conn, working, step, body).map_err(|error| {
        if violates(&error, "published_articles", "slug") {
            Error::new(Code::SlugTaken, "Another published article has this slug.")
        } else {
            error.into()
        }
    })
}

/// What the log is told of a step.
fn changes(working: &WorkingCopy, step: &TransitionRequest, status: Status, timing: Timing) -> Vec<Change> {
    let state = |status: Status, timing: Timing, note: &Option<String>| {
        let Timing { publish_at, embargo_until, expires_at } = timing;
        json!({
            "status": status, "publish_at": publish_at, "embargo_until": embargo_until, "expires_at": expires_at,
            "step_note": note,
        })
    };
    let mut changes = audit::changes(
        &state(working.status, working.timing, &working.step_note),
        &state(status, timing, &step.terms.note),
    );
    if step.transition == Transition::Publish && working.live_revision != Some(working.head_revision) {
        changes.push(Change::new("live_revision", working.live_revision, working.head_revision));
    }
    if let Some(correction) = &step.terms.correction {
        let told = json!({"kind": correction.kind, "text": correction.text});
        changes.push(Change::new("corrections", Value::Null, told));
    }
    if let Some(reason) = &step.terms.reason {
        changes.push(Change::new("reason", Value::Null, reason.clone()));
    }
    if breaks_embargo(working, step) {
        changes.push(Change::new("override_embargo", false, true));
    }
    changes
}

/// Whether the step could not have been taken without breaking an embargo.
fn breaks_embargo(working: &WorkingCopy, step: &TransitionRequest) -> bool {
    let obedient = TimingChange { override_embargo: false, ..step.terms.timing_change };
    working.timing.after(step.transition, &obedient, step.by.at, &mut Faults::default()).is_err()
}

impl WorkingCopy {
    /// The moment from which readers have what the step publishes: the scheduled time, when it has
    /// come, else now.
    pub fn appears_at(&self, step: &TransitionRequest) -> Time {
        self.timing.publish_at.filter(|time| *time <= step.by.at).unwrap_or(step.by.at)
    }
}
