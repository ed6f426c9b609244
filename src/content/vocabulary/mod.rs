//! The closed vocabularies of the API and the database. Their values are stored and sent as text.

/// Declares the enum of a vocabulary whose values are the variants' names in the given case, such as `"snake_case"`.
///
/// JSON (serde), the database and query parameters (strum), and the OpenAPI schema (utoipa) all use the same text.
macro_rules! vocabulary {
    ($case:tt, $(#[$attribute:meta])* pub enum $name:ident { $($variants:tt)* }) => {
        $(#[$attribute])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
            utoipa::ToSchema, strum::EnumString, strum::IntoStaticStr, strum::VariantNames,
        )]
        #[serde(rename_all = $case)]
        #[strum(serialize_all = $case)]
        pub enum $name { $($variants)* }
    };
}

mod access;
mod article;
mod comment;
mod resource;

pub use access::{ActorKind, Role, Scope};
pub use article::{ArticleType, CalendarKind, CommentPolicy, CorrectionKind, Status};
pub use comment::{CommentReason, CommentStatus, ReportReason, RuleAction, RuleKind};
pub use resource::{ResourceKind, TagType, TargetKind};
