//! Makes transitions in an article's workflow.

use serde_json::{Value, json};

use super::error::Error;
use super::model::{TransitionRequest, WorkingCopy};
use super::rendering::RenderedBody;
use super::{store, transition_store, working_copy_store};
use crate::audit::{self, Change, Target};
use crate::content::timing::{Timing, TimingChange};
use crate::content::vocabulary::{Status, TargetKind};
use crate::content::workflow::{self, Refusal, Transition};
use crate::content::{Fault, Faults, publish_requirements};
use crate::db::{Conn, violates};

/// Makes the transition, and records it in the audit log. On an error nothing is changed if the caller rolls the
/// transaction back.
///
/// `body` is the rendered body of the newest revision. Render it before the transaction: that may take long, and
/// other writers wait meanwhile. Without it, or when it is of another revision, the body is rendered here.
pub fn apply_transition(
    conn: &mut Conn,
    request: &TransitionRequest,
    body: Option<RenderedBody>,
) -> Result<(), Error> {
    let working = working_copy_store::find(conn, request.article)?;
    let working = working.ok_or(Error::UnknownArticle(request.article))?;
    apply_transition_to(conn, request, &working, body)
}

/// Makes the transition as [`apply_transition`] does, with a working copy that the caller has read in the version
/// of the request.
pub fn apply_transition_to(
    conn: &mut Conn,
    request: &TransitionRequest,
    working: &WorkingCopy,
    body: Option<RenderedBody>,
) -> Result<(), Error> {
    let status = next_status(working, request)?;
    let timing = next_timing(working, request)?;
    check_silent(conn, working, request)?;
    let live_version = match request.transition {
        Transition::Publish => Some(publish(conn, working, request, body)?),
        Transition::Withdraw => {
            store::withdraw(conn, request.article, request.by.at)?;
            None
        }
        Transition::Kill => {
            let reason = request.params.reason.as_deref().unwrap_or_default();
            store::kill(conn, request.article, reason, request.by.at)?;
            None
        }
        Transition::Restore if working.status == Status::Killed => {
            store::delete_kill(conn, request.article)?;
            None
        }
        _ => None,
    };
    if !working_copy_store::update(conn, working, request, status, timing, live_version)? {
        return Err(Error::VersionMismatch);
    }
    let action = format!("article.{}", <&str>::from(request.transition));
    let target = Target::of(TargetKind::Article, request.article, request.version + 1);
    audit::record(conn, &request.by, &action, target, &audit_changes(working, request, status, timing))?;
    Ok(transition_store::record(conn, working, request)?)
}

fn next_status(working: &WorkingCopy, request: &TransitionRequest) -> Result<Status, Error> {
    let TransitionRequest { transition, role, .. } = *request;
    workflow::outcome(working.status, transition, role).map_err(|refusal| match refusal {
        Refusal::NotForThisRole => Error::NotAllowed { role, transition },
        Refusal::NotInThisState => Error::NotPossible {
            status: working.status,
            role,
            reason: format!(
                "The transition `{}` is not possible for an article that is `{}`.",
                <&str>::from(transition),
                <&str>::from(working.status)
            ),
        },
    })
}

fn next_timing(working: &WorkingCopy, request: &TransitionRequest) -> Result<Timing, Error> {
    let mut faults = Faults::default();
    let timing = working
        .timing
        .after(request.transition, &request.params.timing_change, request.by.at, &mut faults)
        .map_err(Error::Embargoed)?;
    faults.into_result().map_err(Error::InvalidParams)?;
    if let Some(time) = timing.publish_at {
        // The scheduler publishes a scheduled article without an editor, so the article must be complete now.
        let mut faults = Faults::default();
        publish_requirements::check(&working.article, time, &mut faults);
        faults.into_result().map_err(Error::NotPublishable)?;
    }
    Ok(timing)
}

/// Fails when a silent publication would show readers an article that they do not see now, or would move the article to another
/// place: to another slug, section or publish time.
fn check_silent(conn: &mut Conn, working: &WorkingCopy, request: &TransitionRequest) -> Result<(), Error> {
    if !request.params.silent {
        return Ok(());
    }
    let refused = |code: &'static str, detail: String| {
        Err(Error::InvalidParams(vec![Fault::pointer("/silent", code, detail)]))
    };
    let Some((slug, section, published_at)) = store::place(conn, request.article)? else {
        let detail = "readers do not see the article now, so its publication cannot be silent";
        return refused("not-published", format!("{detail}; leave out `silent`"));
    };
    let article = &working.article;
    let moved = [
        ("slug", slug != working.slug),
        ("section_id", article.section_id.is_some_and(|id| id != section)),
        ("published_at", published_at != article.published_at.unwrap_or(working.first_publish_time(request))),
    ];
    let moved: Vec<String> =
        moved.iter().filter(|(_, differs)| *differs).map(|(member, _)| format!("`{member}`")).collect();
    if moved.is_empty() {
        return Ok(());
    }
    let detail =
        format!("readers see another value of {}; leave out `silent`, or change it back", moved.join(", "));
    refused("moves-article", detail)
}

fn publish(
    conn: &mut Conn,
    working: &WorkingCopy,
    request: &TransitionRequest,
    body: Option<RenderedBody>,
) -> Result<i64, Error> {
    let mut faults = Faults::default();
    publish_requirements::check(&working.article, request.by.at, &mut faults);
    if request.params.correction.is_some() && working.first_published_at.is_none() {
        faults.add(
            "/correction",
            "nothing-to-correct",
            "the article was never published; publish it first without a correction",
        );
    }
    faults.into_result().map_err(Error::NotPublishable)?;
    let body = body.filter(|body| body.version == request.version);
    let body = body.unwrap_or_else(|| RenderedBody::of(&working.article, request.version));
    store::publish(conn, working, request, body).map_err(|error| {
        if violates(&error, "published_articles", "slug") {
            Error::SlugTaken(working.slug.to_string())
        } else {
            error.into()
        }
    })
}

/// The changes of the transition for the audit log.
fn audit_changes(
    working: &WorkingCopy,
    request: &TransitionRequest,
    status: Status,
    timing: Timing,
) -> Vec<Change> {
    let state = |status: Status, timing: Timing, note: &Option<String>| {
        let Timing { publish_at, embargo_until, expires_at } = timing;
        json!({
            "status": status, "publish_at": publish_at, "embargo_until": embargo_until, "expires_at": expires_at,
            "step_note": note,
        })
    };
    let mut changes = audit::changes(
        &state(working.status, working.timing, &working.step_note),
        &state(status, timing, &request.params.note),
    );
    if request.transition == Transition::Publish && working.live_revision != Some(working.head_revision) {
        changes.push(Change::new("live_revision", working.live_revision, working.head_revision));
    }
    if let Some(correction) = &request.params.correction {
        let correction = json!({"kind": correction.kind, "text": correction.text});
        changes.push(Change::new("corrections", Value::Null, correction));
    }
    if request.params.silent {
        changes.push(Change::new("silent", false, true));
    }
    if let Some(reason) = &request.params.reason {
        changes.push(Change::new("reason", Value::Null, reason.clone()));
    }
    if breaks_embargo(working, request) {
        changes.push(Change::new("override_embargo", false, true));
    }
    changes
}

/// Whether the transition is possible only because it overrides an embargo.
fn breaks_embargo(working: &WorkingCopy, request: &TransitionRequest) -> bool {
    let without_override = TimingChange { override_embargo: false, ..request.params.timing_change };
    let timing = working.timing;
    timing.after(request.transition, &without_override, request.by.at, &mut Faults::default()).is_err()
}
