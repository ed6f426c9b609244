//! Reads the calendar from the database.

use diesel::prelude::*;

use super::dto::CalendarQuery;
use super::model::{CalendarEntry, CalendarKey};
use crate::content::vocabulary::CalendarKind;
use crate::content::{Article, Time};
use crate::db::schema::{article_revisions, calendar};
use crate::db::{Conn, Json, QueryResult};
use crate::editorial::articles::model::ArticleScope;
use crate::http::page::PageRequest;

/// The entries of a page, earliest first.
///
/// Without `filter.after`, embargoes that ended before `now` are left out. Overdue publications and expiries stay, since
/// the scheduler still has to make them.
pub fn list(
    conn: &mut Conn,
    filter: &CalendarQuery,
    scope: ArticleScope,
    now: Time,
    page: &PageRequest<CalendarKey>,
) -> QueryResult<Vec<CalendarEntry>> {
    use calendar as c;
    let mut query = c::table
        .inner_join(
            article_revisions::table.on(article_revisions::article_id
                .eq(c::article_id)
                .and(article_revisions::number.eq(c::head_revision))),
        )
        .select((c::article_id, article_revisions::document, c::kind, c::at))
        .limit(page.rows())
        .into_boxed();
    if let ArticleScope::CreatedBy(account) = scope {
        query = query.filter(c::created_by.eq(account));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(c::kind.eq(kind));
    }
    query = match filter.after {
        Some(time) => query.filter(c::at.ge(time)),
        None => query.filter(c::kind.ne(CalendarKind::Embargo).or(c::at.gt(now))),
    };
    if let Some(time) = filter.before {
        query = query.filter(c::at.lt(time));
    }
    if let Some(cursor) = &page.cursor {
        let (at, article, kind) = cursor.key;
        let at = Time::from_micros(at);
        let same_article = c::article_id.eq(article);
        query = if page.backward() {
            let before = c::article_id.lt(article).or(same_article.and(c::kind.lt(kind)));
            query.filter(c::at.le(at).and(c::at.lt(at).or(before)))
        } else {
            let after = c::article_id.gt(article).or(same_article.and(c::kind.gt(kind)));
            query.filter(c::at.ge(at).and(c::at.gt(at).or(after)))
        };
    }
    query = if page.backward() {
        query.order((c::at.desc(), c::article_id.desc(), c::kind.desc()))
    } else {
        query.order((c::at.asc(), c::article_id.asc(), c::kind.asc()))
    };
    let rows = query.load::<(i64, Json, CalendarKind, Time)>(conn)?;
    rows.into_iter()
        .map(|(article_id, document, kind, at)| {
            let Article { headline, .. } = document.read()?;
            Ok(CalendarEntry { article_id, headline, kind, at })
        })
        .collect()
}
