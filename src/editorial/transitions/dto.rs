//! The request body and the responses of the transition operations.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::content::notice::Notice;
use crate::content::vocabulary::CorrectionKind;
use crate::content::workflow::Transition;
use crate::content::{Fault, Time};

/// A transition and its parameters. `to` is required.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TransitionInput {
    /// The transition.
    #[schema(required, nullable = false)]
    pub to: Option<Transition>,
    /// A note for colleagues, such as why the article is returned; up to 2,000 characters.
    #[schema(max_length = 2000)]
    pub note: Option<String>,
    /// The time to publish the article; required with `schedule`, not allowed otherwise. It must be in the future, and
    /// not before the end of the embargo.
    #[schema(value_type = Option<Time>)]
    pub publish_at: Option<String>,
    /// The end of the embargo, with `submit`, `schedule` or `publish`: the article cannot be published before. A running
    /// embargo can only be extended. Null removes an embargo that has ended.
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<Time>)]
    pub embargo_until: Option<Option<String>>,
    /// The time to withdraw the article automatically, with `submit`, `schedule` or `publish`. Null for never.
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<Time>)]
    pub expires_at: Option<Option<String>>,
    /// True breaks and removes a running embargo. Only admins can do this; the audit log records it.
    pub override_embargo: Option<bool>,
    /// With `publish`: a correction that readers see with the article.
    pub correction: Option<CorrectionInput>,
    /// With `publish`, for a published article: true for a small fix that readers need not be told of, such as a typing error.
    /// `updated_at` stays as it is. The audit log records it, and caches are invalidated as ever. Not allowed with `correction`,
    /// nor when readers do not see the article yet, nor when its slug, section or `published_at` is another than readers see.
    pub silent: Option<bool>,
    /// The text that readers see instead of the article, up to 2,000 characters; required with `kill`, not allowed
    /// otherwise.
    #[schema(max_length = 2000)]
    pub reason: Option<String>,
}

/// Deserializes a member that is present, so that `Some(None)` is null and `None` is a missing member.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A public correction. Both members are required.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CorrectionInput {
    /// The kind of correction.
    #[schema(required, nullable = false)]
    pub kind: Option<CorrectionKind>,
    /// What was wrong and what is right: plain text of up to 2,000 characters.
    #[schema(
        required,
        nullable = false,
        min_length = 1,
        max_length = 2000,
        example = "The ferry sails every hour, not every half hour."
    )]
    pub text: Option<String>,
}

/// The transitions that the caller can make with an article now.
#[derive(Debug, Serialize, ToSchema)]
pub struct TransitionList {
    /// The transitions.
    pub data: Vec<TransitionView>,
}

/// A transition that the caller can make.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AllowedTransition)]
pub struct TransitionView {
    /// The value to send as `to`.
    pub to: Transition,
}

/// The result of a publication check.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValidationReport {
    /// The errors that `publish` would return; empty when the article can be published.
    pub errors: Vec<Fault>,
    /// What was dropped from the body or changed in meaning when it was last written. Notices do not prevent publication.
    pub notices: Vec<Notice>,
}
