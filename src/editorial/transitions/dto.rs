//! What the transition operations take and answer.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::content::vocabulary::CorrectionKind;
use crate::content::workflow::Transition;
use crate::content::{Fault, Time};

/// A step to take, and what goes with it. `to` is required.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TransitionInput {
    /// What to do.
    #[schema(required, nullable = false)]
    pub to: Option<Transition>,
    /// What colleagues are told, such as why it is returned; up to 2,000 characters.
    pub note: Option<String>,
    /// With `schedule`, and required there: when to publish it. A time ahead, not before an embargo ends.
    #[schema(value_type = Option<Time>)]
    pub publish_at: Option<String>,
    /// With `submit`, `schedule` and `publish`: until when it may not be published. Null takes an embargo away
    /// that is over; one that is not is only ever moved to a later time.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<Time>)]
    pub embargo_until: Option<Option<String>>,
    /// With `submit`, `schedule` and `publish`: when to withdraw it again. Null for never.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<Time>)]
    pub expires_at: Option<Option<String>>,
    /// Breaks the embargo, which is gone then. For admins only, and entered in the audit log.
    pub override_embargo: Option<bool>,
    /// With `publish`, what to tell readers of a change to what they may have read.
    pub correction: Option<CorrectionInput>,
    /// With `kill`, and required there: what to tell readers in place of the article, up to 2,000 characters.
    pub reason: Option<String>,
}

/// Tells a member that is null from one that is not given.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A public correction. Both members are required.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CorrectionInput {
    /// What it does to the article.
    #[schema(required, nullable = false)]
    pub kind: Option<CorrectionKind>,
    /// What was wrong and what is right: plain text of up to 2,000 characters.
    #[schema(required, nullable = false, example = "The ferry sails every hour, not every half hour.")]
    pub text: Option<String>,
}

/// The steps that the caller can take with an article now.
#[derive(Debug, Serialize, ToSchema)]
pub struct TransitionList {
    /// The steps.
    pub data: Vec<TransitionView>,
}

/// A step that can be taken.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AllowedTransition)]
pub struct TransitionView {
    /// What to send as `to`.
    pub to: Transition,
}

/// What keeps an article from being published.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValidationReport {
    /// The faults that publishing would be refused with; none when it would not be.
    pub errors: Vec<Fault>,
}
