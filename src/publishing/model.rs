//! A transition in an article's workflow, and the working copy that it applies to.

use crate::audit::{Actor, Attribution};
use crate::content::article::Correction;
use crate::content::timing::{Timing, TimingChange};
use crate::content::vocabulary::{Role, Status};
use crate::content::workflow::Transition;
use crate::content::{Article, Slug, Time};

/// A requested transition in an article's workflow.
#[derive(Clone, Debug)]
pub struct TransitionRequest {
    /// The News ID of the article.
    pub article: i64,
    /// The version of the article on which the transition was decided. The caller has checked that it is the
    /// current one.
    pub version: i64,
    /// The transition.
    pub transition: Transition,
    /// Its parameters.
    pub params: TransitionParams,
    /// The role of the account that requests it.
    pub role: Role,
    /// Who requests it, and when.
    pub by: Attribution,
}

/// The parameters of a transition.
#[derive(Clone, Debug, Default)]
pub struct TransitionParams {
    /// A note for colleagues.
    pub note: Option<String>,
    /// The change of the article's times.
    pub timing_change: TimingChange,
    /// A correction that readers see with the article. Only with `publish`.
    pub correction: Option<Correction>,
    /// The reason that readers see instead of the article. Only with `kill`.
    pub reason: Option<String>,
    /// Whether the time of the last update stays for readers. Only with `publish`, for a published article.
    pub silent: bool,
}

/// A transition that was made.
#[derive(Clone, Debug)]
pub struct MadeTransition {
    /// The number of the newest revision at that time.
    pub revision: i64,
    /// The transition.
    pub transition: Transition,
    /// When it was made.
    pub at: Time,
    /// Who made it.
    pub by: Actor,
    /// The note for colleagues.
    pub note: Option<String>,
}

/// The working copy of an article: the state in which the newsroom has it now.
pub struct WorkingCopy {
    /// Its status in the workflow.
    pub status: Status,
    /// Its newest revision.
    pub article: Article,
    /// Its slug.
    pub slug: Slug,
    /// The number of its newest revision.
    pub head_revision: i64,
    /// The number of the revision that readers see.
    pub live_revision: Option<i64>,
    /// When readers first saw it.
    pub first_published_at: Option<Time>,
    /// Its schedule, embargo and expiry.
    pub timing: Timing,
    /// The note of its last transition.
    pub step_note: Option<String>,
}

impl WorkingCopy {
    /// When readers see what the transition publishes: the scheduled time if it has passed, otherwise the time of
    /// the transition.
    pub fn appears_at(&self, request: &TransitionRequest) -> Time {
        self.timing.publish_at.filter(|time| *time <= request.by.at).unwrap_or(request.by.at)
    }

    /// When readers first saw the article, after the transition. For an article that was never published it is the
    /// time that its editor has set, otherwise [`Self::appears_at`].
    pub fn first_publish_time(&self, request: &TransitionRequest) -> Time {
        self.first_published_at.or(self.article.published_at).unwrap_or(self.appears_at(request))
    }
}
