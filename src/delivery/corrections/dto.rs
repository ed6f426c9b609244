//! Corrections in the delivery API.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::content::delivered::DeliveredCorrection;
use crate::http::page::{Limit, PageInfo};

/// The page of corrections to return.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CorrectionQuery {
    /// The maximum number of corrections per page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The position of the page: `next_cursor` or `prev_cursor` of another page of the list. Omit it for the first
    /// page.
    pub cursor: Option<String>,
}

/// A page of corrections, newest first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct CorrectionPage {
    /// The corrections.
    data: Vec<DeliveredCorrection>,
    /// The cursors of the adjacent pages.
    page: PageInfo,
}
