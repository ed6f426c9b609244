//! The site's settings and their row. The module `publishing` writes them, because readers see their effect.

use diesel::prelude::*;

use crate::content::vocabulary::CommentPolicy;
use crate::db::schema::site;
use crate::db::{Conn, QueryResult};

/// The id of the only row of `site`, also in the audit log.
pub const SITE_ID: i64 = 1;

/// The columns of `site` that editors can change, and their version.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct Settings {
    pub comments_policy: CommentPolicy,
    pub version: i64,
}

impl Settings {
    /// The current settings.
    pub fn load(conn: &mut Conn) -> QueryResult<Self> {
        site::table.find(SITE_ID).select((site::comments_policy, site::version)).first(conn)
    }
}
