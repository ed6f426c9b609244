//! One number that says whether anything readers can see has changed.

use diesel::prelude::*;

use crate::content::Time;
use crate::db::schema::site;
use crate::db::{Conn, QueryResult};

/// Moves the content epoch on, and with it the site's time of last change, which never goes back.
///
/// To be called in the transaction of every change that readers can see. It makes those
/// transactions wait for each other.
pub fn advance(conn: &mut Conn, now: Time) -> QueryResult<()> {
    let site = site::table.find(1);
    diesel::update(site).set(site::content_epoch.eq(site::content_epoch + 1)).execute(conn)?;
    let last: Time = site.select(site::content_updated_at).first(conn)?;
    diesel::update(site).set(site::content_updated_at.eq(now.max(last))).execute(conn).map(drop)
}
