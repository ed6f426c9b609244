//! The states an article goes through, as one table.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};
use utoipa::ToSchema;

use super::vocabulary::{Role, Status};

/// A step in an article's workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Transition {
    /// Hands the draft over for review.
    Submit,
    /// Hands it back to its writer.
    Return,
    /// Lets it appear at a time ahead.
    Schedule,
    /// Takes it off the schedule.
    Unschedule,
    /// Shows readers the working copy as it is now.
    Publish,
    /// Takes the article back from readers.
    Withdraw,
    /// Takes the article back for good, and tells readers why.
    Kill,
    /// Puts it into the trash.
    Trash,
    /// Takes it out of the trash, or back from where it was withdrawn or killed to.
    Restore,
}

/// Who may take a step. Each includes those after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TransitionActor {
    /// The reporter who made the article.
    ItsReporter,
    /// Every editor.
    Editor,
    /// Admins alone.
    Admin,
}

impl TransitionActor {
    /// Whether an account of that role is one.
    fn includes(self, role: Role) -> bool {
        match role {
            Role::Reporter => self == Self::ItsReporter,
            Role::Moderator => false,
            Role::Editor => self <= Self::Editor,
            Role::Admin => true,
        }
    }
}

/// From where, by which step, taken by whom, to where. What is not here is not possible. The table in
/// `workflow.md` is the same in print.
const STEPS: &[(Status, Transition, TransitionActor, Status)] = {
    use Status::{Draft, InReview, Killed, Published, Scheduled, Trashed, Withdrawn};
    use Transition::{Kill, Publish, Restore, Return, Schedule, Submit, Trash, Unschedule, Withdraw};
    use TransitionActor::{Admin, Editor, ItsReporter};
    &[
        (Draft, Submit, ItsReporter, InReview),
        (Draft, Publish, Editor, Published),
        (Draft, Schedule, Editor, Scheduled),
        (Draft, Trash, Editor, Trashed),
        (InReview, Return, ItsReporter, Draft),
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

/// Why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role does not include it.
    NotForThisRole,
    /// The state has no such step.
    NotInThisState,
}

/// Where `step`, taken by an account of that role, leads an article that is in `status`. The role is
/// judged first: who may never take the step learns nothing of the article's state.
pub fn outcome(status: Status, step: Transition, role: Role) -> Result<Status, Refusal> {
    if !may_ever(step, role) {
        return Err(Refusal::NotForThisRole);
    }
    let found = STEPS.iter().find(|(from, by, ..)| (*from, *by) == (status, step));
    let (_, _, taker, to) = found.ok_or(Refusal::NotInThisState)?;
    if taker.includes(role) { Ok(*to) } else { Err(Refusal::NotForThisRole) }
}

/// Whether an account of that role may take `step` in some state.
pub fn may_ever(step: Transition, role: Role) -> bool {
    STEPS.iter().any(|(_, by, taker, _)| *by == step && taker.includes(role))
}

/// The steps that an account of that role can take with an article in `status`.
pub fn steps_from(status: Status, role: Role) -> impl Iterator<Item = Transition> {
    let here = STEPS.iter().filter(move |(from, _, taker, _)| *from == status && taker.includes(role));
    here.map(|(_, step, ..)| *step)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table as it is printed.
    fn printed() -> String {
        let rows = STEPS.iter().map(|(from, step, taker, to)| {
            let (from, step, to): (&str, &str, &str) = (from.into(), step.into(), to.into());
            let taker = match taker {
                TransitionActor::ItsReporter => "its reporter, editor, admin",
                TransitionActor::Editor => "editor, admin",
                TransitionActor::Admin => "admin",
            };
            format!("| `{from}` | `{step}` | {taker} | `{to}` |\n")
        });
        let head = "| from | step | taken by | to |\n|---|---|---|---|\n";
        head.to_owned() + &rows.collect::<String>()
    }

    #[test]
    fn the_printed_table_is_this_one() {
        assert_eq!(include_str!("workflow.md"), printed());
        assert!(include_str!("../../README.md").contains(&printed()), "the README prints another table");
    }

    #[test]
    fn a_state_has_each_step_once() {
        for (at, (from, step, ..)) in STEPS.iter().enumerate() {
            assert!(!STEPS[..at].iter().any(|(f, s, ..)| (f, s) == (from, step)), "{from:?} {step:?}");
        }
    }

    #[test]
    fn readers_lose_an_article_only_by_withdrawing_or_killing_it() {
        for (from, step, _, to) in STEPS {
            let lost = *from == Status::Published && *to != Status::Published;
            let takes_back = matches!(step, Transition::Withdraw | Transition::Kill);
            assert_eq!(lost, takes_back && *from == Status::Published);
        }
    }

    #[test]
    fn nothing_but_publishing_leads_to_readers() {
        for (_, step, _, to) in STEPS {
            assert_eq!(*to == Status::Published, *step == Transition::Publish);
        }
    }

    #[test]
    fn the_role_is_judged_before_the_state() {
        let publish = |role| outcome(Status::Killed, Transition::Publish, role);
        assert_eq!(publish(Role::Reporter), Err(Refusal::NotForThisRole));
        assert_eq!(publish(Role::Editor), Err(Refusal::NotInThisState));
        let restore = |role| outcome(Status::Killed, Transition::Restore, role);
        assert_eq!(restore(Role::Editor), Err(Refusal::NotForThisRole));
        assert_eq!(restore(Role::Admin), Ok(Status::Withdrawn));
    }
}
