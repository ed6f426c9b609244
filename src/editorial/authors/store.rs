//! Authors in the database.

use diesel::prelude::*;

use super::model::CheckedAuthor;
use crate::content::{Slug, Time};
use crate::db::schema::authors;
use crate::db::{Conn, Json, QueryResult};
use crate::http::page::PageRequest;

/// An author as kept.
#[derive(Clone, Debug, Queryable)]
pub struct Author {
    pub id: i64,
    pub slug: Slug,
    pub name: String,
    pub bio: Option<String>,
    pub email: Option<String>,
    pub image: Option<Json>,
    pub links: Json,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
}

/// The rows of a page of authors, by slug.
pub fn list(conn: &mut Conn, page: &PageRequest<Slug>) -> QueryResult<Vec<Author>> {
    let mut query = authors::table.limit(page.rows()).into_boxed();
    query = match (&page.cursor, page.backward()) {
        (Some(cursor), true) => query.filter(authors::slug.lt(&cursor.key)).order(authors::slug.desc()),
        (Some(cursor), false) => query.filter(authors::slug.gt(&cursor.key)).order(authors::slug.asc()),
        (None, _) => query.order(authors::slug.asc()),
    };
    query.load(conn)
}

/// The author with that id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Author>> {
    authors::table.find(id).first(conn).optional()
}

/// Enters an author.
pub fn insert(conn: &mut Conn, author: &CheckedAuthor, now: Time) -> QueryResult<Author> {
    diesel::insert_into(authors::table)
        .values((
            authors::slug.eq(&author.slug),
            authors::name.eq(&author.name),
            authors::bio.eq(&author.bio),
            authors::email.eq(&author.email),
            authors::image.eq(author.image.as_ref().map(Json::of).transpose()?),
            authors::links.eq(Json::of(&author.links)?),
            authors::version.eq(1),
            authors::created_at.eq(now),
            authors::updated_at.eq(now),
        ))
        .get_result(conn)
}

/// Writes an author anew.
pub fn update(conn: &mut Conn, before: &Author, author: &CheckedAuthor, now: Time) -> QueryResult<Author> {
    diesel::update(authors::table.find(before.id))
        .set((
            authors::slug.eq(&author.slug),
            authors::name.eq(&author.name),
            authors::bio.eq(&author.bio),
            authors::email.eq(&author.email),
            authors::image.eq(author.image.as_ref().map(Json::of).transpose()?),
            authors::links.eq(Json::of(&author.links)?),
            authors::version.eq(before.version + 1),
            authors::updated_at.eq(now),
        ))
        .get_result(conn)
}

/// Raises the version of an author that another one was merged into.
pub fn touch(conn: &mut Conn, id: i64, now: Time) -> QueryResult<Author> {
    diesel::update(authors::table.find(id))
        .set((authors::version.eq(authors::version + 1), authors::updated_at.eq(now)))
        .get_result(conn)
}

/// Deletes an author; a foreign key violation when an article names them.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<()> {
    diesel::delete(authors::table.find(id)).execute(conn).map(drop)
}
