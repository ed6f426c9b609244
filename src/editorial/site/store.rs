//! Reads the site's settings.

use diesel::prelude::*;

use super::model::{SITE_ID, Settings};
use crate::db::schema::site;
use crate::db::{Conn, QueryResult};

/// The current settings.
pub fn settings(conn: &mut Conn) -> QueryResult<Settings> {
    site::table.find(SITE_ID).select((site::comments_policy, site::version)).first(conn)
}
