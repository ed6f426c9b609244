//! What the database knows of the site.

use diesel::prelude::*;

use crate::content::{Language, Time};
use crate::db::schema::{published_articles, site};
use crate::db::{Conn, QueryResult};

/// When anything that readers can see last changed; `None` before the first change.
pub fn content_updated_at(conn: &mut Conn) -> QueryResult<Option<Time>> {
    let (epoch, time): (i64, Time) =
        site::table.find(1).select((site::content_epoch, site::content_updated_at)).first(conn)?;
    Ok((epoch > 0).then_some(time))
}

/// The languages of published articles, in the order of their tags.
pub fn languages(conn: &mut Conn) -> QueryResult<Vec<Language>> {
    let tags: Vec<String> =
        published_articles::table.select(published_articles::language).distinct().load(conn)?;
    let mut languages: Vec<Language> = tags.iter().filter_map(|tag| tag.parse().ok()).collect();
    languages.sort_by_key(Language::to_string);
    Ok(languages)
}
