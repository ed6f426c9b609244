//! The workflow of articles: one table of the states, the transitions between them, and who may make them.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};
use utoipa::ToSchema;

use super::vocabulary::{Role, Status};

/// Transition of an article to another state of the workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Transition {
    /// Submits the draft for review.
    Submit,
    /// Returns the article from review to the reporter who created it, as a draft.
    Return,
    /// Schedules the article for publication at a time in the future.
    Schedule,
    /// Cancels the scheduled publication. The article becomes a draft.
    Unschedule,
    /// Publishes the current working copy. For a published article, it replaces the published version.
    Publish,
    /// Removes the article from the public site. It can be published again.
    Withdraw,
    /// Removes the article from the public site and shows readers the reason, until an admin restores it.
    Kill,
    /// Moves the article to the trash.
    Trash,
    /// Restores a trashed or withdrawn article as a draft, or a killed article as withdrawn.
    Restore,
}

/// Who may make a transition. Each variant includes those after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TransitionActor {
    /// The reporter who created the article.
    Creator,
    /// Any editor.
    Editor,
    /// Only admins.
    Admin,
}

impl TransitionActor {
    /// Whether an account of this role may make the transition. The caller checks that a reporter created the article.
    fn includes(self, role: Role) -> bool {
        match role {
            Role::Reporter => self == Self::Creator,
            Role::Moderator => false,
            Role::Editor => self <= Self::Editor,
            Role::Admin => true,
        }
    }
}

/// All transitions: the state before, the transition, who may make it, the state after. Others are impossible.
///
/// `workflow.md` and the README have the same table; a test compares them.
const TRANSITIONS: &[(Status, Transition, TransitionActor, Status)] = {
    use Status::{Draft, InReview, Killed, Published, Scheduled, Trashed, Withdrawn};
    use Transition::{Kill, Publish, Restore, Return, Schedule, Submit, Trash, Unschedule, Withdraw};
    use TransitionActor::{Admin, Creator, Editor};
    &[
        (Draft, Submit, Creator, InReview),
        (Draft, Publish, Editor, Published),
        (Draft, Schedule, Editor, Scheduled),
        (Draft, Trash, Editor, Trashed),
        (InReview, Return, Creator, Draft),
        (InReview, Publish, Editor, Published),
        (InReview, Schedule, Editor, Scheduled),
        (InReview, Trash, Editor, Trashed),
        (Scheduled, Unschedule, Editor, Draft),
        (Scheduled, Publish, Editor, Published),
        (Published, Publish, Editor, Published),
        (Published, Withdraw, Editor, Withdrawn),
        (Published, Kill, Admin, Killed),
        (Withdrawn, Publish, Editor, Published),
        (Withdrawn, Schedule, Editor, Scheduled),
        (Withdrawn, Restore, Editor, Draft),
        (Withdrawn, Trash, Editor, Trashed),
        (Withdrawn, Kill, Admin, Killed),
        (Trashed, Restore, Editor, Draft),
        (Killed, Restore, Admin, Withdrawn),
    ]
};

/// Why a transition is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role must not make this transition.
    NotForThisRole,
    /// The current state does not have this transition.
    NotInThisState,
}

/// The state after `transition` by an account of this role, for an article in `status`.
///
/// The role is checked first, so that a caller who may never make the transition does not learn the article's state.
pub fn outcome(status: Status, transition: Transition, role: Role) -> Result<Status, Refusal> {
    if !role_allows(transition, role) {
        return Err(Refusal::NotForThisRole);
    }
    let row = TRANSITIONS.iter().find(|(from, by, ..)| (*from, *by) == (status, transition));
    let (_, _, actor, to) = row.ok_or(Refusal::NotInThisState)?;
    if actor.includes(role) { Ok(*to) } else { Err(Refusal::NotForThisRole) }
}

/// Whether an account of this role may make `transition` in at least one state.
pub fn role_allows(transition: Transition, role: Role) -> bool {
    TRANSITIONS.iter().any(|(_, by, actor, _)| *by == transition && actor.includes(role))
}

/// The transitions that an account of this role may make from `status`.
pub fn allowed_transitions(status: Status, role: Role) -> impl Iterator<Item = Transition> {
    let rows = TRANSITIONS.iter().filter(move |(from, _, actor, _)| *from == status && actor.includes(role));
    rows.map(|(_, transition, ..)| *transition)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table in Markdown.
    fn markdown() -> String {
        let rows = TRANSITIONS.iter().map(|(from, transition, actor, to)| {
            let (from, transition, to): (&str, &str, &str) = (from.into(), transition.into(), to.into());
            let actor = match actor {
                TransitionActor::Creator => "its reporter, editor, admin",
                TransitionActor::Editor => "editor, admin",
                TransitionActor::Admin => "admin",
            };
            format!("| `{from}` | `{transition}` | {actor} | `{to}` |\n")
        });
        let head = "| from | transition | allowed for | to |\n|---|---|---|---|\n";
        head.to_owned() + &rows.collect::<String>()
    }

    #[test]
    fn the_documented_tables_are_current() {
        assert_eq!(include_str!("workflow.md"), markdown());
        assert!(
            include_str!("../../docs/guide/publishing.md").contains(&markdown()),
            "the table in docs/guide/publishing.md is out of date: copy workflow.md"
        );
    }

    #[test]
    fn a_state_has_each_transition_once() {
        for (at, (from, transition, ..)) in TRANSITIONS.iter().enumerate() {
            assert!(
                !TRANSITIONS[..at].iter().any(|(f, t, ..)| (f, t) == (from, transition)),
                "{from:?} {transition:?}"
            );
        }
    }

    #[test]
    fn only_withdrawing_and_killing_remove_an_article_from_the_public_site() {
        for (from, transition, _, to) in TRANSITIONS {
            let is_removed = *from == Status::Published && *to != Status::Published;
            let removes = matches!(transition, Transition::Withdraw | Transition::Kill);
            assert_eq!(is_removed, removes && *from == Status::Published);
        }
    }

    #[test]
    fn only_publishing_makes_an_article_public() {
        for (_, transition, _, to) in TRANSITIONS {
            assert_eq!(*to == Status::Published, *transition == Transition::Publish);
        }
    }

    #[test]
    fn the_role_is_checked_before_the_state() {
        let publish = |role| outcome(Status::Killed, Transition::Publish, role);
        assert_eq!(publish(Role::Reporter), Err(Refusal::NotForThisRole));
        assert_eq!(publish(Role::Editor), Err(Refusal::NotInThisState));
        let restore = |role| outcome(Status::Killed, Transition::Restore, role);
        assert_eq!(restore(Role::Editor), Err(Refusal::NotForThisRole));
        assert_eq!(restore(Role::Admin), Ok(Status::Withdrawn));
    }
}
