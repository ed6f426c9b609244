//! What the database knows of the site.

use diesel::prelude::*;

use crate::content::Language;
use crate::db::schema::published_articles;
use crate::db::{Conn, QueryResult};

/// The languages of published articles, in the order of their tags.
pub fn languages(conn: &mut Conn) -> QueryResult<Vec<Language>> {
    let tags: Vec<String> =
        published_articles::table.select(published_articles::language).distinct().load(conn)?;
    let mut languages: Vec<Language> = tags.iter().filter_map(|tag| tag.parse().ok()).collect();
    languages.sort_by_key(Language::to_string);
    Ok(languages)
}
