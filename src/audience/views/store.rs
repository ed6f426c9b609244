//! Views in the database.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::upsert::excluded;

use crate::content::Time;
use crate::content::views::Span;
use crate::db::schema::{published_articles as a, view_counts as v};
use crate::db::{Conn, QueryResult, on};

/// Adds views of articles, by the article and the second in which ten minutes began, and drops counts that are of no
/// use any more.
pub fn add(conn: &mut Conn, counts: &HashMap<(i64, i64), i32>, now: Time) -> QueryResult<()> {
    let ids: Vec<i64> = counts.keys().map(|(article, _)| *article).collect();
    // An article may have gone since it was read.
    let there: Vec<i64> = a::table.filter(a::id.eq_any(ids)).select(a::id).load(conn)?;
    for ((article, second), views) in counts.iter().filter(|((article, _), _)| there.contains(article)) {
        for span in Span::ALL {
            let row = (
                v::span.eq(span.seconds()),
                v::start.eq(span.start(*second)),
                v::article_id.eq(article),
                v::views.eq(views),
            );
            on!(conn, |c| diesel::insert_into(v::table)
                .values(row)
                .on_conflict((v::span, v::start, v::article_id))
                .do_update()
                .set(v::views.eq(v::views + excluded(v::views)))
                .execute(c))?;
        }
    }
    for span in Span::ALL {
        let over = v::start.lt(now.seconds() - span.kept_for());
        diesel::delete(v::table.filter(v::span.eq(span.seconds()).and(over))).execute(conn)?;
    }
    Ok(())
}
