//! The site's settings in the database.

use diesel::prelude::*;

use crate::content::vocabulary::CommentPolicy;
use crate::db::schema::site;
use crate::db::{Conn, QueryResult};

/// The id that the log knows the site by: there is one.
pub const ID: i64 = 1;

/// The settings.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct Settings {
    pub comments_policy: CommentPolicy,
    pub version: i64,
}

/// The settings as they are.
pub fn settings(conn: &mut Conn) -> QueryResult<Settings> {
    site::table.find(ID).select((site::comments_policy, site::version)).first(conn)
}
