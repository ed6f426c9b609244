//! Transitions of articles in the workflow, as clients request them.

use super::dto::TransitionInput;
use crate::Error;
use crate::audit::Requester;
use crate::content::article::{Correction, MAX_CORRECTION};
use crate::content::timing::TimingChange;
use crate::content::workflow::{self, Transition};
use crate::content::{Fault, Faults, Time, publish_requirements};
use crate::db::Conn;
use crate::editorial::articles::access;
use crate::editorial::articles::model::WorkingArticle;
use crate::editorial::articles::store;
use crate::editorial::articles::validation::check_time;
use crate::http::{Caller, Code, IfMatch, Permission};
use crate::publishing::{self, RenderedBody, TransitionParams, TransitionRequest, WorkingCopy};

/// The most characters of a note or a reason.
const MAX_TEXT: usize = 2000;

/// The permission that a transition needs, besides the roles of the workflow table.
fn permission_for(transition: Transition) -> Permission {
    match transition {
        Transition::Submit | Transition::Return | Transition::Trash | Transition::Restore => {
            Permission::WriteArticles
        }
        Transition::Publish
        | Transition::Schedule
        | Transition::Unschedule
        | Transition::Withdraw
        | Transition::Kill => Permission::PublishArticles,
    }
}

/// A transition and its parameters, checked except for what depends on the article.
#[derive(Clone, Debug)]
pub struct ValidTransition {
    transition: Transition,
    params: TransitionParams,
}

impl ValidTransition {
    /// Whether readers see the working copy after the transition.
    pub fn publishes(&self) -> bool {
        self.transition == Transition::Publish
    }

    /// Checks the members, and that the transition accepts them.
    ///
    /// Fails with 403 when the caller can never make the transition, and else with 422 and all faults.
    pub fn check(input: TransitionInput, mut faults: Faults, caller: &Caller) -> Result<Self, Error> {
        let to = faults.required("/to", input.to);
        if let Some(to) = to {
            if !workflow::role_allows(to, caller.role) {
                let (role, transition): (&str, &str) = (caller.role.into(), to.into());
                let detail = format!("The role `{role}` does not include the transition `{transition}`.");
                return Err(Error::new(Code::Forbidden, detail));
            }
            caller.require(permission_for(to))?;
        }
        let override_embargo = input.override_embargo.unwrap_or_default();
        if override_embargo {
            caller.require(Permission::BreakEmbargoes)?;
        }
        let silent = input.silent.unwrap_or_default();
        if silent && to.is_some_and(|to| to != Transition::Publish) {
            faults.add("/silent", "not-here", "is allowed with `publish` only; leave out `silent`");
        } else if silent && input.correction.is_some() {
            let detail = "readers must be told of a correction; leave out `silent` or `correction`";
            faults.add("/silent", "not-with-correction", detail);
        }
        let correction = input.correction.and_then(|correction| {
            if to.is_some_and(|to| to != Transition::Publish) {
                faults.add("/correction", "not-here", "is allowed with `publish` only");
            }
            let kind = faults.required("/correction/kind", correction.kind);
            let text = faults.text("/correction/text", correction.text, MAX_CORRECTION);
            let text = faults.required("/correction/text", text);
            Some(Correction { kind: kind?, text: text? })
        });
        let reason = faults.text("/reason", input.reason, MAX_TEXT);
        match to {
            Some(Transition::Kill) => drop(faults.required("/reason", reason.as_ref())),
            Some(_) if reason.is_some() => {
                let detail = "is allowed with `kill` only; use `note` for a text to colleagues";
                faults.add("/reason", "not-here", detail);
            }
            _ => {}
        }
        let mut changed_time = |pointer, value: Option<Option<String>>| {
            value.map(|value| check_time(pointer, value, &mut faults))
        };
        let embargo_until = changed_time("/embargo_until", input.embargo_until);
        let expires_at = changed_time("/expires_at", input.expires_at);
        let publish_at = check_time("/publish_at", input.publish_at, &mut faults);
        let timing_change = TimingChange { publish_at, embargo_until, expires_at, override_embargo };
        let note = faults.text("/note", input.note, MAX_TEXT);
        let params = TransitionParams { note, timing_change, correction, reason, silent };
        faults.finish(to.map(|transition| Self { transition, params })).map_err(Error::invalid_body)
    }
}

/// The transitions that the caller can make with an article now; none outside the caller's sections.
pub fn allowed_transitions(conn: &mut Conn, id: i64, caller: &Caller) -> Result<Vec<Transition>, Error> {
    let working = access::find_readable(conn, id, caller)?;
    if !access::is_in_sections(conn, caller, &working)? {
        return Ok(Vec::new());
    }
    let transitions = workflow::allowed_transitions(working.row.status, caller.role);
    Ok(transitions.filter(|transition| caller.may(permission_for(*transition))).collect())
}

/// The faults that `publish` would fail with at `now`: missing members, an embargo, or an expiry in the past.
pub fn publish_faults(working: &WorkingArticle, now: Time) -> Vec<Fault> {
    let mut faults = Faults::default();
    publish_requirements::check(&working.article, now, &mut faults);
    let timing = working.row.timing().after(Transition::Publish, &TimingChange::default(), now, &mut faults);
    if let Err(embargoed) = timing {
        faults.add("/embargo_until", Code::Embargoed.name(), embargoed.to_string());
    }
    faults.into_result().err().unwrap_or_default()
}

/// An article before a transition, and its body as readers will see it.
///
/// To render a long body takes long, so it is prepared in a read transaction and applied in a write transaction.
pub struct PreparedTransition {
    before: WorkingArticle,
    body: Option<RenderedBody>,
}

impl PreparedTransition {
    /// Finds the article, see [`access::find_for_transition`], and renders its body when the transition publishes it.
    pub fn prepare(
        conn: &mut Conn,
        id: i64,
        if_match: &IfMatch,
        valid: &ValidTransition,
        requester: &Requester,
    ) -> Result<Self, Error> {
        let before = access::find_for_transition(conn, id, if_match, requester)?;
        let body = valid.publishes().then(|| RenderedBody::of(&before.article, before.row.version));
        Ok(Self { before, body })
    }

    /// Applies the transition. Fails with 412 when the article has another version by now.
    pub fn apply(
        self,
        conn: &mut Conn,
        if_match: &IfMatch,
        valid: ValidTransition,
        requester: &Requester,
    ) -> Result<WorkingArticle, Error> {
        let WorkingArticle { row, article, .. } = self.before;
        let (id, version) = (row.id, row.version);
        access::require_version(conn, id, if_match)?;
        let timing = row.timing();
        let working = WorkingCopy {
            status: row.status,
            article,
            slug: row.slug,
            head_revision: row.head_revision,
            live_revision: row.live_revision,
            first_published_at: row.first_published_at,
            timing,
            step_note: row.step_note,
        };
        let request = TransitionRequest {
            article: id,
            version,
            transition: valid.transition,
            params: valid.params,
            role: requester.caller.role,
            by: requester.attribution(),
        };
        publishing::apply_transition_to(conn, &request, &working, self.body)?;
        Ok(store::find_saved(conn, id, working.article)?)
    }
}

/// Finds an article and applies a transition to it, in one transaction.
///
/// `body` is the rendered body, when the caller has it. Publishing renders a missing or outdated one.
pub fn apply(
    conn: &mut Conn,
    id: i64,
    if_match: &IfMatch,
    valid: ValidTransition,
    requester: &Requester,
    body: Option<RenderedBody>,
) -> Result<WorkingArticle, Error> {
    let before = access::find_for_transition(conn, id, if_match, requester)?;
    PreparedTransition { before, body }.apply(conn, if_match, valid, requester)
}
