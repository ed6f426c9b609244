//! The counts of views in the database.

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::content::Time;
use crate::content::time_bucket::TimeBucket;
use crate::db::schema::view_counts as v;
use crate::db::{Conn, QueryResult, Statement, each_id};

/// Adds views to the stored counts, and deletes counts that no list uses any more. The key of `counts` is the
/// article and the start of the ten minutes, in seconds since 1970-01-01 UTC.
pub fn add(conn: &mut Conn, counts: &HashMap<(i64, i64), i32>, now: Time) -> QueryResult<()> {
    let ids: BTreeSet<i64> = counts.keys().map(|(article, _)| *article).collect();
    // An article may have been withdrawn since it was read.
    let published = Statement::<(BigInt,)>::new(format!(
        "SELECT id FROM published_articles WHERE id IN ({})",
        each_id(conn)
    ));
    let published: Vec<(i64,)> = published.numbers(ids).load(conn)?;
    let published: HashSet<i64> = published.into_iter().map(|(id,)| id).collect();
    for ((article, second), views) in counts.iter().filter(|((article, _), _)| published.contains(article)) {
        for span in TimeBucket::ALL {
            Statement::<()>::new(
                "INSERT INTO view_counts (span, start, article_id, views) VALUES (?, ?, ?, ?) \
                 ON CONFLICT (span, start, article_id) DO UPDATE SET views = view_counts.views + excluded.views",
            )
            .number(span.seconds())
            .number(span.start(*second))
            .number(*article)
            .number(i64::from(*views))
            .execute(conn)?;
        }
    }
    for span in TimeBucket::ALL {
        let is_expired = v::start.lt(now.seconds() - span.retention_seconds());
        diesel::delete(v::table.filter(v::span.eq(span.seconds()).and(is_expired))).execute(conn)?;
    }
    Ok(())
}
