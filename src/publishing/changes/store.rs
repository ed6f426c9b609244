//! Content changes in the database.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::select;
use diesel::sql_types::BigInt;

use super::model::Change;
use crate::content::cache_tags::CacheTag;
use crate::content::{CacheTags, Time};
use crate::db::schema::{content_changes, site};
use crate::db::{Conn, Json, QueryError, QueryResult, Statement, each};

/// Increments the content version, and stores the change and its tags under the new number. The stored time never
/// goes back, even where the clocks of servers differ.
pub fn insert(
    conn: &mut Conn,
    change: Option<&Change>,
    tags: &CacheTags,
    now: Option<Time>,
) -> QueryResult<()> {
    // One statement, which locks the row: until the commit no other transaction can get the same number.
    let advance = Statement::<(BigInt, BigInt)>::new(
        "UPDATE site SET content_version = content_version + 1, content_updated_at = \
         CASE WHEN content_updated_at < ? THEN ? ELSE content_updated_at END WHERE id = 1 \
         RETURNING content_version, content_updated_at",
    );
    let now = now.map_or(0, |now| now.micros());
    let row = advance.number(now).number(now).load::<(i64, Time)>(conn)?.pop();
    let (version, at) = row.ok_or(QueryError::NotFound)?;
    let touched = tags.clone().and([CacheTag::Site]).distinct();
    let touched: Vec<String> = touched.iter().map(CacheTag::to_string).collect();
    let previous: &[String] = change.map_or(&[], |change| &change.previous_paths);
    diesel::insert_into(content_changes::table)
        .values((
            content_changes::sequence.eq(version),
            content_changes::at.eq(at),
            content_changes::change.eq(change.map(|change| <&str>::from(change.kind))),
            content_changes::object_id.eq(change.map(|change| change.id)),
            content_changes::path.eq(change.and_then(|change| change.path.as_deref())),
            content_changes::previous_paths.eq(Json::of(&previous)?),
            content_changes::cache_tags.eq(Json::of(&touched)?),
        ))
        .execute(conn)
        .map(drop)
}

/// Records that a section, author, tag or the profile of the site changed in the current content version. Call it after
/// the change is recorded.
pub fn set_taxonomy_version(conn: &mut Conn) -> QueryResult<()> {
    diesel::update(site::table.find(1))
        .set(site::taxonomy_version.eq(site::content_version))
        .execute(conn)
        .map(drop)
}

/// The ids of the section with that path and of its ancestors, in no particular order.
pub fn ancestor_sections(conn: &mut Conn, path: &str) -> QueryResult<Vec<i64>> {
    let ancestors = path.match_indices('/').map(|(end, _)| path[..end].to_owned());
    let paths: Vec<String> = ancestors.chain([path.to_owned()]).collect();
    let sections = Statement::<(BigInt,)>::new(format!(
        "SELECT id FROM published_sections WHERE path IN (SELECT value FROM {})",
        each(conn)
    ));
    let sections: Vec<(i64,)> = sections.texts(paths).load(conn)?;
    Ok(sections.into_iter().map(|(id,)| id).collect())
}

/// Whether there are changes from before that time.
pub fn has_older_than(conn: &mut Conn, time: Time) -> QueryResult<bool> {
    select(exists(content_changes::table.filter(content_changes::at.lt(time)))).get_result(conn)
}

/// Deletes up to `limit` changes from before that time, the oldest first.
pub fn delete_older_than(conn: &mut Conn, time: Time, limit: i64) -> QueryResult<()> {
    let old: Vec<i64> = content_changes::table
        .filter(content_changes::at.lt(time))
        .order(content_changes::at)
        .limit(limit)
        .select(content_changes::sequence)
        .load(conn)?;
    diesel::delete(content_changes::table.filter(content_changes::sequence.eq_any(old)))
        .execute(conn)
        .map(drop)
}
