//! Views in the database.

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::content::Time;
use crate::content::time_bucket::TimeBucket;
use crate::db::schema::view_counts as v;
use crate::db::{Conn, QueryResult, Statement, each_id};

/// Adds views of articles, by the article and the second in which ten minutes began, and drops counts that are of no
/// use any more.
pub fn add(conn: &mut Conn, counts: &HashMap<(i64, i64), i32>, now: Time) -> QueryResult<()> {
    let ids: BTreeSet<i64> = counts.keys().map(|(article, _)| *article).collect();
    // An article may have gone since it was read.
    let there = Statement::<(BigInt,)>::new(format!(
        "SELECT id FROM published_articles WHERE id IN ({})",
        each_id(conn)
    ));
    let there: Vec<(i64,)> = there.numbers(ids).load(conn)?;
    let there: HashSet<i64> = there.into_iter().map(|(id,)| id).collect();
    for ((article, second), views) in counts.iter().filter(|((article, _), _)| there.contains(article)) {
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
        let over = v::start.lt(now.seconds() - span.retention_seconds());
        diesel::delete(v::table.filter(v::span.eq(span.seconds()).and(over))).execute(conn)?;
    }
    Ok(())
}
