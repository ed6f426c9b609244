//! Reads revisions from the database.

use diesel::prelude::*;

use super::model::{Revision, RevisionRow};
use crate::content::Time;
use crate::db::schema::{article_revisions, users};
use crate::db::{Conn, QueryResult};
use crate::http::page::PageRequest;
use crate::publishing::working_copy_store::{self, DOCUMENT, Document};

/// The rows of a page of an article's revisions, newest first. The seek key is the number.
pub fn list(conn: &mut Conn, article: i64, page: &PageRequest<i64>) -> QueryResult<Vec<RevisionRow>> {
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

/// The revision of an article with that number.
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
