//! The section, the credits and the tags of published articles, in the database.

use diesel::prelude::*;

use crate::content::Term;
use crate::content::article::Credit;
use crate::db::schema::{published_articles, published_terms};
use crate::db::{Conn, Json, QueryResult};

/// Moves all published articles of one section to another, and returns their number.
pub fn move_articles(conn: &mut Conn, from: i64, to: i64) -> QueryResult<usize> {
    diesel::update(published_articles::table.filter(published_articles::section_id.eq(from)))
        .set(published_articles::section_id.eq(to))
        .execute(conn)
}

/// The ids of up to `limit` published articles with that term.
pub fn articles_with(conn: &mut Conn, term: &Term, limit: usize) -> QueryResult<Vec<i64>> {
    published_terms::table
        .filter(published_terms::term.eq(term.to_string()))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select(published_terms::article_id)
        .load(conn)
}

/// The credits and tags of a published article.
#[derive(Clone, Debug)]
pub struct CreditsAndTags {
    /// Its credits, in order.
    pub credits: Vec<Credit>,
    /// The ids of its tags, in order.
    pub tag_ids: Vec<i64>,
}

/// Reads the credits and tags of a published article.
pub fn credits_and_tags(conn: &mut Conn, id: i64) -> QueryResult<CreditsAndTags> {
    let (credits, tag_ids): (Json, Json) = published_articles::table
        .find(id)
        .select((published_articles::credits, published_articles::tag_ids))
        .first(conn)?;
    Ok(CreditsAndTags { credits: credits.read()?, tag_ids: tag_ids.read()? })
}

/// Stores the credits and tags of a published article. `terms_store` changes the index of lists.
pub fn set_credits_and_tags(conn: &mut Conn, id: i64, references: &CreditsAndTags) -> QueryResult<()> {
    let columns = (
        published_articles::credits.eq(Json::of(&references.credits)?),
        published_articles::tag_ids.eq(Json::of(&references.tag_ids)?),
    );
    diesel::update(published_articles::table.find(id)).set(columns).execute(conn).map(drop)
}
