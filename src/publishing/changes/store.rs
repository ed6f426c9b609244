//! The changes that readers see, in the database.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::select;
use diesel::sql_types::BigInt;

use super::Change;
use crate::content::cache_tags::CacheTag;
use crate::content::{CacheTags, Time};
use crate::db::schema::{content_changes, site};
use crate::db::{Conn, Json, QueryError, QueryResult, Statement, each};

/// Counts the content version up, and enters what the change touches under it. Times only grow, also where the clocks
/// of servers differ.
pub fn insert(
    conn: &mut Conn,
    change: Option<&Change>,
    tags: &CacheTags,
    now: Option<Time>,
) -> QueryResult<()> {
    // In one statement: from here on to the commit, nobody else has the next version.
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

/// Says that the present version has other names than the one before.
pub fn advance_names(conn: &mut Conn) -> QueryResult<()> {
    diesel::update(site::table.find(1))
        .set(site::names_version.eq(site::content_version))
        .execute(conn)
        .map(drop)
}

/// The sections on the way from the top down to that path, it included.
pub fn sections_above(conn: &mut Conn, path: &str) -> QueryResult<Vec<i64>> {
    let above = path.match_indices('/').map(|(end, _)| path[..end].to_owned());
    let paths: Vec<String> = above.chain([path.to_owned()]).collect();
    let sections = Statement::<(BigInt,)>::new(format!(
        "SELECT id FROM published_sections WHERE path IN (SELECT value FROM {})",
        each(conn)
    ));
    let sections: Vec<(i64,)> = sections.texts(paths).load(conn)?;
    Ok(sections.into_iter().map(|(id,)| id).collect())
}

/// Whether there are entries before that time.
pub fn is_any_before(conn: &mut Conn, time: Time) -> QueryResult<bool> {
    select(exists(content_changes::table.filter(content_changes::at.lt(time)))).get_result(conn)
}

/// Deletes the entries before that time, up to so many.
pub fn forget_before(conn: &mut Conn, time: Time, most: i64) -> QueryResult<()> {
    let old: Vec<i64> = content_changes::table
        .filter(content_changes::at.lt(time))
        .order(content_changes::at)
        .limit(most)
        .select(content_changes::sequence)
        .load(conn)?;
    diesel::delete(content_changes::table.filter(content_changes::sequence.eq_any(old)))
        .execute(conn)
        .map(drop)
}
