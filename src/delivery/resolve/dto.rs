//! What is resolved, and to what.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::content::vocabulary::ResourceKind;

/// What to resolve.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ResolveQuery {
    /// A path that begins with a slash, or an absolute URL; at most 2,048 characters. Query and fragment
    /// do not matter.
    #[param(required, nullable = false, max_length = 2048, example = "/harbour/84451/ferry-delayed")]
    pub url: Option<String>,
}

/// The thing behind an address.
#[derive(Debug, Serialize, ToSchema)]
pub struct Resolved {
    /// What kind of thing it is.
    pub kind: ResolvedKind,
    /// Its id; of an article the News ID.
    pub id: i64,
    /// Its public address, or where a redirect leads. When it is not the one that was asked for, send readers
    /// there.
    #[schema(format = Uri)]
    pub url: String,
}

/// What kind of thing lies behind an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResolvedKind {
    /// An article.
    Article,
    /// A section.
    Section,
    /// An author.
    Author,
    /// A tag.
    Tag,
    /// A redirect, to another site or to a page that is no thing of these.
    Redirect,
}

impl From<ResourceKind> for ResolvedKind {
    fn from(kind: ResourceKind) -> Self {
        match kind {
            ResourceKind::Article => Self::Article,
            ResourceKind::Section => Self::Section,
            ResourceKind::Author => Self::Author,
            ResourceKind::Tag => Self::Tag,
        }
    }
}
