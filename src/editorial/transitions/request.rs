//! Steps in the workflow, as editors ask for them.

use super::dto::TransitionInput;
use crate::Error;
use crate::audit::Editor;
use crate::content::article::Correction;
use crate::content::timing::TimingChange;
use crate::content::workflow::{self, Transition};
use crate::content::{Fault, Faults, Time, publish_requirements};
use crate::db::Conn;
use crate::editorial::articles::editing;
use crate::editorial::articles::model::time;
use crate::editorial::articles::store::{self, WorkingArticle};
use crate::editorial::section_access;
use crate::http::{Caller, Code, IfMatch, Permission};
use crate::publishing::{self, RenderedBody, TransitionParams, TransitionRequest, WorkingCopy};

/// What a caller must be allowed for a step, besides what the workflow says of its role.
pub fn permission_for(step: Transition) -> Permission {
    match step {
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

/// A step whose members are good.
#[derive(Clone, Debug)]
pub struct ValidTransition {
    transition: Transition,
    terms: TransitionParams,
}

impl ValidTransition {
    /// Whether it shows readers the working copy.
    pub fn publishes(&self) -> bool {
        self.transition == Transition::Publish
    }

    /// Checks the members, each for itself and with the step they go with. A step that the role never
    /// includes is refused before its faults are told.
    pub fn check(input: TransitionInput, mut faults: Faults, caller: &Caller) -> Result<Self, Error> {
        let to = faults.required("/to", input.to);
        if let Some(to) = to {
            if !workflow::role_allows(to, caller.role) {
                return Err(caller.forbidden());
            }
            caller.require(permission_for(to))?;
        }
        let override_embargo = input.override_embargo.unwrap_or_default();
        if override_embargo {
            caller.require(Permission::BreakEmbargoes)?;
        }
        let correction = input.correction.and_then(|correction| {
            if to.is_some_and(|to| to != Transition::Publish) {
                faults.add("/correction", "not-here", "a correction goes with `publish` only");
            }
            let kind = faults.required("/correction/kind", correction.kind);
            let text = faults.text("/correction/text", correction.text, 2000);
            let text = faults.required("/correction/text", text);
            Some(Correction { kind: kind?, text: text? })
        });
        let reason = faults.text("/reason", input.reason, 2000);
        match to {
            Some(Transition::Kill) => drop(faults.required("/reason", reason.as_ref())),
            Some(_) if reason.is_some() => {
                faults.add("/reason", "not-here", "a reason for readers goes with `kill` only; use `note`");
            }
            _ => {}
        }
        let mut moved =
            |pointer, value: Option<Option<String>>| value.map(|value| time(pointer, value, &mut faults));
        let (embargo_until, expires_at) =
            (moved("/embargo_until", input.embargo_until), moved("/expires_at", input.expires_at));
        let publish_at = time("/publish_at", input.publish_at, &mut faults);
        let timing_change = TimingChange { publish_at, embargo_until, expires_at, override_embargo };
        let note = faults.text("/note", input.note, 2000);
        let terms = TransitionParams { note, timing_change, correction, reason };
        faults.finish(to.map(|transition| Self { transition, terms })).map_err(Error::invalid_body)
    }
}

/// The steps that the caller can take with an article as it is now.
pub fn open_to(conn: &mut Conn, id: i64, caller: &Caller) -> Result<Vec<Transition>, Error> {
    let article = editing::find_for(conn, id, caller)?;
    if !section_access::covers(conn, caller, &article)? {
        return Ok(Vec::new());
    }
    let steps = workflow::allowed_transitions(article.row.status, caller.role);
    Ok(steps.filter(|step| caller.may(permission_for(*step))).collect())
}

/// What keeps an article from being published at `now` as it is: what it lacks, an embargo, and an expiry
/// that is over.
pub fn obstacles(article: &WorkingArticle, now: Time) -> Vec<Fault> {
    let mut faults = Faults::default();
    publish_requirements::check(&article.article, now, &mut faults);
    let timing = article.row.timing().after(Transition::Publish, &TimingChange::default(), now, &mut faults);
    if let Err(embargoed) = timing {
        faults.add("/embargo_until", Code::Embargoed.name(), embargoed.to_string());
    }
    faults.into_result().err().unwrap_or_default()
}

/// An article that a step is to be taken with, as the caller has seen it.
pub struct Seen {
    before: WorkingArticle,
    body: Option<RenderedBody>,
}

impl Seen {
    /// Finds it, and renders what the step shows to readers, unless that is done.
    pub fn find(
        conn: &mut Conn,
        id: i64,
        if_match: &IfMatch,
        step: &ValidTransition,
        editor: &Editor,
        body: Option<RenderedBody>,
    ) -> Result<Self, Error> {
        let before = editing::find_seen(conn, id, if_match, editor)?;
        let render = || RenderedBody::of(&before.article, before.row.head_revision);
        let body = body.or_else(|| step.publishes().then(render));
        Ok(Self { before, body })
    }

    /// Takes the step, if what was seen is still the present version.
    pub fn take(
        self,
        conn: &mut Conn,
        if_match: &IfMatch,
        step: ValidTransition,
        editor: &Editor,
    ) -> Result<WorkingArticle, Error> {
        let WorkingArticle { row, article, .. } = self.before;
        let (id, version) = (row.id, row.version);
        editing::check_still_seen(conn, id, if_match)?;
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
        let ValidTransition { transition, terms } = step;
        let step = TransitionRequest {
            article: id,
            version,
            transition,
            terms,
            role: editor.caller.role,
            by: editor.attribution(),
        };
        publishing::take_with(conn, &step, &working, self.body)?;
        Ok(store::reread(conn, id, working.article)?)
    }
}

/// Takes a step with an article that the caller has seen, and whose body may be rendered already.
pub fn take(
    conn: &mut Conn,
    id: i64,
    if_match: &IfMatch,
    step: ValidTransition,
    editor: &Editor,
    body: Option<RenderedBody>,
) -> Result<WorkingArticle, Error> {
    Seen::find(conn, id, if_match, &step, editor, body)?.take(conn, if_match, step, editor)
}
