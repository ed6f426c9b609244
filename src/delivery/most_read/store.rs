//! Reads which articles have the most views.

use diesel::dsl::sum;
use diesel::prelude::*;

use crate::content::time_bucket::TimeBucket;
use crate::db::schema::published_view_counts as v;
use crate::db::{Conn, QueryResult};

/// The News IDs of the articles with the most views since a time in seconds, most views first; of articles with
/// equal views the largest id first. `sections` restricts them to articles in these sections.
pub fn most_read(
    conn: &mut Conn,
    span: TimeBucket,
    since: i64,
    sections: Option<Vec<i64>>,
    limit: i64,
) -> QueryResult<Vec<i64>> {
    let mut query = v::table
        .group_by(v::article_id)
        .filter(v::span.eq(span.seconds()).and(v::start.ge(span.start(since))))
        .order((sum(v::views).desc(), v::article_id.desc()))
        .select(v::article_id)
        .limit(limit)
        .into_boxed();
    if let Some(sections) = sections {
        query = query.filter(v::section_id.eq_any(sections));
    }
    query.load(conn)
}
