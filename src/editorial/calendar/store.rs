//! The calendar, read.

use diesel::prelude::*;

use super::dto::CalendarQuery;
use crate::content::vocabulary::CalendarKind;
use crate::content::{Article, Time};
use crate::db::schema::{article_revisions, calendar};
use crate::db::{Conn, Json, QueryResult};
use crate::editorial::articles::model::ArticleScope;
use crate::http::page::PageRequest;

/// Something that is going to happen to an article by itself.
#[derive(Debug)]
pub struct Appointment {
    pub article_id: i64,
    pub headline: String,
    pub kind: CalendarKind,
    pub at: Time,
}

/// The sort key of the calendar: when, the News ID, and what.
pub type Key = (i64, i64, CalendarKind);

/// The rows of a page of the calendar, earliest first. Unless a time is given to begin at, embargoes that
/// were over by `now` are left out: nothing comes of them any more.
pub fn list(
    conn: &mut Conn,
    filter: &CalendarQuery,
    scope: ArticleScope,
    now: Time,
    page: &PageRequest<Key>,
) -> QueryResult<Vec<Appointment>> {
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
        let same = c::article_id.eq(article);
        query = if page.backward() {
            let before = c::article_id.lt(article).or(same.and(c::kind.lt(kind)));
            query.filter(c::at.le(at).and(c::at.lt(at).or(before)))
        } else {
            let after = c::article_id.gt(article).or(same.and(c::kind.gt(kind)));
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
            Ok(Appointment { article_id, headline, kind, at })
        })
        .collect()
}
