//! Preview links and their lifetimes.

use diesel::prelude::*;

use crate::content::Time;

/// The lifetime of a link whose expiry is not given: 7 days, in seconds.
pub const DEFAULT_LIFETIME: i64 = 7 * 24 * 60 * 60;

/// The longest lifetime of a link: 90 days, in seconds.
pub const MAX_LIFETIME: i64 = 90 * 24 * 60 * 60;

/// A preview link without its token.
#[derive(Debug, Queryable)]
pub struct PreviewToken {
    pub id: i64,
    pub expires_at: Time,
    pub created_at: Time,
    /// The id and the name of the account that created it.
    pub created_by: (i64, String),
}
