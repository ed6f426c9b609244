//! The URL to resolve, and the result.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::content::vocabulary::ResourceKind;

/// The URL to resolve.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ResolveQuery {
    /// A path that begins with a slash, or an absolute URL, at most 2,048 characters. The query matters only for redirects that
    /// have one in `from`. The fragment is ignored. Percent-encode the value.
    #[param(
        required,
        nullable = false,
        max_length = 2048,
        format = "site-url",
        example = "/harbour/84451/ferry-delayed"
    )]
    pub url: Option<String>,
}

/// The resource or redirect behind a URL.
#[derive(Debug, Serialize, ToSchema)]
pub struct Resolved {
    /// The kind of resource, or `redirect`.
    pub kind: ResolvedKind,
    /// The id of the resource or redirect; of an article, the News ID.
    pub id: i64,
    /// The current public URL of the resource, or the target of the redirect. Redirect readers to it if it differs
    /// from the requested URL.
    #[schema(format = Uri)]
    pub url: String,
}

/// The kind of resource behind a URL.
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
    /// A redirect to another site, or to a page of the site that is none of these resources.
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
