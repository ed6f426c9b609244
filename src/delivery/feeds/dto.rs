//! The query of a feed.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::page::Limit;

/// The number of articles in a feed.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FeedQuery {
    /// The maximum number of articles.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
}
