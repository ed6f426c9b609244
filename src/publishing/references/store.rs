//! Published articles by what they are filed under, in the database.

use diesel::prelude::*;

use crate::content::Term;
use crate::content::article::Credit;
use crate::db::schema::{published_articles, published_terms};
use crate::db::{Conn, Json, QueryResult};

/// Moves all published articles of one section into another, and returns how many.
pub fn move_articles(conn: &mut Conn, from: i64, to: i64) -> QueryResult<usize> {
    diesel::update(published_articles::table.filter(published_articles::section_id.eq(from)))
        .set(published_articles::section_id.eq(to))
        .execute(conn)
}

/// Published articles with that term, at most so many.
pub fn articles_with(conn: &mut Conn, term: &Term, most: usize) -> QueryResult<Vec<i64>> {
    published_terms::table
        .filter(published_terms::term.eq(term.to_string()))
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select(published_terms::article_id)
        .load(conn)
}

/// What a published article is filed under.
#[derive(Clone, Debug)]
pub struct Links {
    /// Its people, in order.
    pub credits: Vec<Credit>,
    /// Its tags, in order.
    pub tag_ids: Vec<i64>,
}

/// What readers see that an article is filed under.
pub fn links_of(conn: &mut Conn, id: i64) -> QueryResult<Links> {
    let (credits, tag_ids): (Json, Json) = published_articles::table
        .find(id)
        .select((published_articles::credits, published_articles::tag_ids))
        .first(conn)?;
    Ok(Links { credits: credits.read()?, tag_ids: tag_ids.read()? })
}

/// Names those people and tags in an article. The lists it is on are changed apart.
pub fn set_links(conn: &mut Conn, id: i64, links: &Links) -> QueryResult<()> {
    let named = (
        published_articles::credits.eq(Json::of(&links.credits)?),
        published_articles::tag_ids.eq(Json::of(&links.tag_ids)?),
    );
    diesel::update(published_articles::table.find(id)).set(named).execute(conn).map(drop)
}
