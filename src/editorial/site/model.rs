//! The site's settings.

use crate::content::site_profile::ProfileEdits;
use crate::content::vocabulary::CommentPolicy;

/// The id of the only row of `site`, also in the audit log.
pub const SITE_ID: i64 = 1;

/// The columns of `site` that editors can change, and their version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub profile: ProfileEdits,
    pub comments_policy: CommentPolicy,
    pub version: i64,
}
