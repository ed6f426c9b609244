//! What is resolved, and to what.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::content::vocabulary::NamedKind;

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
    pub kind: NamedKind,
    /// Its id; of an article the News ID.
    pub id: i64,
    /// Its public address. When it is not the one that was asked for, send readers there.
    #[schema(format = Uri)]
    pub url: String,
}
