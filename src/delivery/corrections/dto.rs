//! Pages of corrections.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::content::delivered::DeliveredCorrection;
use crate::http::page::{Limit, PageInfo};

/// Which corrections to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CorrectionQuery {
    /// How many a page holds.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    pub cursor: Option<String>,
}

/// A page of corrections, newest first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct CorrectionPage {
    /// The corrections.
    data: Vec<DeliveredCorrection>,
    /// Where the page lies.
    page: PageInfo,
}
