//! The states an article goes through, as one table.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};
use utoipa::ToSchema;

use super::vocabulary::Status;

/// A step in an article's workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Transition {
    /// Shows readers the working copy as it is now.
    Publish,
    /// Takes the article back from readers.
    Withdraw,
}

/// From where, by which step, to where. What is not here is not possible.
const STEPS: &[(Status, Transition, Status)] = &[
    (Status::Draft, Transition::Publish, Status::Published),
    (Status::Published, Transition::Publish, Status::Published),
    (Status::Published, Transition::Withdraw, Status::Withdrawn),
    (Status::Withdrawn, Transition::Publish, Status::Published),
];

/// Where `step` leads an article that is in `status`, if anywhere.
pub fn next(status: Status, step: Transition) -> Option<Status> {
    STEPS.iter().find(|(from, by, _)| (*from, *by) == (status, step)).map(|(_, _, to)| *to)
}

/// The steps an article in `status` can take.
pub fn steps_from(status: Status) -> impl Iterator<Item = Transition> {
    STEPS.iter().filter(move |(from, _, _)| *from == status).map(|(_, step, _)| *step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_lose_an_article_only_by_its_withdrawal() {
        for (from, step, to) in STEPS {
            let lost = *from == Status::Published && *to != Status::Published;
            assert_eq!(lost, *step == Transition::Withdraw);
        }
    }

    #[test]
    fn a_draft_cannot_be_withdrawn() {
        assert_eq!(next(Status::Draft, Transition::Withdraw), None);
        assert_eq!(steps_from(Status::Draft).collect::<Vec<_>>(), [Transition::Publish]);
    }
}
