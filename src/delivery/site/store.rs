//! What the database knows of the site.

use diesel::dsl::min;
use diesel::prelude::*;

use crate::content::Language;
use crate::db::schema::published_articles;
use crate::db::{Conn, QueryResult};

/// The languages of published articles, in the order of their tags.
pub fn languages(conn: &mut Conn) -> QueryResult<Vec<Language>> {
    use published_articles as a;
    let mut languages = Vec::new();
    let mut last = String::new();
    // From one to the next on the index, however many articles are between them.
    while let Some(next) =
        a::table.filter(a::language.gt(last)).select(min(a::language)).first::<Option<String>>(conn)?
    {
        languages.extend(next.parse::<Language>());
        last = next;
    }
    languages.sort_by_key(Language::to_string);
    Ok(languages)
}
