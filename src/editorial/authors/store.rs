//! The SQL of authors.

use diesel::prelude::*;

use super::model::{Author, CheckedAuthor};
use crate::content::{Slug, Time};
use crate::db::schema::authors;
use crate::db::{Conn, Json, QueryResult, seek};
use crate::http::page::PageRequest;

/// The rows of a page of authors, ordered by slug.
pub fn list(conn: &mut Conn, page: &PageRequest<Slug>) -> QueryResult<Vec<Author>> {
    let query = authors::table.limit(page.rows()).into_boxed();
    seek!(query, by authors::slug, page page).load(conn)
}

/// The author with this id.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Author>> {
    authors::table.find(id).first(conn).optional()
}

/// The id and the name of the author with this slug.
pub fn slug_holder(conn: &mut Conn, slug: &Slug) -> QueryResult<Option<(i64, String)>> {
    let holder = authors::table.filter(authors::slug.eq(slug));
    holder.select((authors::id, authors::name)).first(conn).optional()
}

/// Inserts an author as version 1. Fails with a unique violation when another author has the slug.
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

/// Writes the next version of an author. Fails with a unique violation when another author has the slug.
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

/// Raises the version of an author by one, because another author was merged into it.
pub fn advance_version(conn: &mut Conn, id: i64, now: Time) -> QueryResult<Author> {
    diesel::update(authors::table.find(id))
        .set((authors::version.eq(authors::version + 1), authors::updated_at.eq(now)))
        .get_result(conn)
}

/// Deletes an author. Fails with a foreign key violation when a working copy names the author.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<()> {
    diesel::delete(authors::table.find(id)).execute(conn).map(drop)
}
