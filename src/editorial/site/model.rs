//! The site's settings and their row. The module `publishing` writes them, because readers see their effect.

use diesel::Queryable;

use crate::content::vocabulary::CommentPolicy;

/// The id of the only row of `site`, also in the audit log.
pub const SITE_ID: i64 = 1;

/// The columns of `site` that editors can change, and their version.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct Settings {
    pub comments_policy: CommentPolicy,
    pub version: i64,
}
