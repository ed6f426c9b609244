//! Reads and writes the site's settings.

use diesel::prelude::*;

use super::model::{SITE_ID, Settings};
use crate::content::vocabulary::CommentPolicy;
use crate::db::schema::site;
use crate::db::{Conn, Json, QueryResult};

/// The current settings.
pub fn settings(conn: &mut Conn) -> QueryResult<Settings> {
    let row = site::table.find(SITE_ID).select((site::profile, site::comments_policy, site::version));
    let (profile, comments_policy, version) = row.first::<(Json, CommentPolicy, i64)>(conn)?;
    Ok(Settings { profile: profile.read()?, comments_policy, version })
}

/// Writes the settings under their version.
pub fn update(conn: &mut Conn, settings: &Settings) -> QueryResult<()> {
    diesel::update(site::table.find(SITE_ID))
        .set((
            site::profile.eq(Json::of(&settings.profile)?),
            site::comments_policy.eq(settings.comments_policy),
            site::version.eq(settings.version),
        ))
        .execute(conn)
        .map(drop)
}
