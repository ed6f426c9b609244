//! Revisions in the database, read.

use diesel::prelude::*;

use crate::content::{Article, Time};
use crate::db::schema::{article_revisions, users};
use crate::db::{Conn, QueryResult};
use crate::http::page::PageRequest;
use crate::publishing::working_copy_store::{self, DOCUMENT, Document};

/// A save: what, by whom, when, and what was said of it.
#[derive(Debug)]
pub struct Revision {
    pub number: i64,
    pub article: Article,
    pub created_by: (i64, String),
    pub created_at: Time,
    pub note: Option<String>,
}

/// A save without what was saved.
#[derive(Debug, Queryable)]
pub struct Summary {
    pub number: i64,
    pub created_by: (i64, String),
    pub created_at: Time,
    pub note: Option<String>,
}

/// The sort key of an article's history: the number.
pub type Key = i64;

/// The rows of a page of an article's history, newest first.
pub fn list(conn: &mut Conn, article: i64, page: &PageRequest<Key>) -> QueryResult<Vec<Summary>> {
    use article_revisions as r;
    let mut query = r::table
        .inner_join(users::table.on(users::id.eq(r::created_by)))
        .filter(r::article_id.eq(article))
        .select((r::number, (users::id, users::name), r::created_at, r::note))
        .limit(page.rows())
        .into_boxed();
    query = match (&page.cursor, page.backward()) {
        (Some(cursor), true) => query.filter(r::number.gt(cursor.key)).order(r::number.asc()),
        (Some(cursor), false) => query.filter(r::number.lt(cursor.key)).order(r::number.desc()),
        (None, _) => query.order(r::number.desc()),
    };
    query.load(conn)
}

/// One revision of an article.
pub fn find(conn: &mut Conn, article: i64, number: i64) -> QueryResult<Option<Revision>> {
    use article_revisions as r;
    let row = r::table
        .inner_join(users::table.on(users::id.eq(r::created_by)))
        .filter(r::article_id.eq(article).and(r::number.eq(number)))
        .select((DOCUMENT, (users::id, users::name), r::created_at, r::note))
        .first::<(Document, (i64, String), Time, Option<String>)>(conn)
        .optional()?;
    row.map(|(document, created_by, created_at, note)| {
        Ok(Revision {
            number,
            article: working_copy_store::article(&document)?,
            created_by,
            created_at,
            note,
        })
    })
    .transpose()
}
