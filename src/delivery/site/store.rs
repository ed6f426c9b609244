//! What the database knows of the site.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::content::Language;
use crate::content::term::LANGUAGE_PREFIX;
use crate::db::schema::published_term_counts as counts;
use crate::db::{Conn, QueryResult};

/// The languages of published articles, in the order of their tags.
pub fn languages(conn: &mut Conn) -> QueryResult<Vec<Language>> {
    let terms: Vec<(String, i64)> = counts::table
        .filter(
            counts::term.ge(LANGUAGE_PREFIX).and(counts::term.lt("language.")).and(counts::articles.gt(0)),
        )
        .load(conn)?;
    let articles =
        terms.iter().filter_map(|(term, number)| Some((term.strip_prefix(LANGUAGE_PREFIX)?, *number)));
    Ok(exactly(articles.collect()).into_iter().filter_map(|tag| tag.parse().ok()).collect())
}

/// The languages in which an article is written exactly, of how many articles each takes in: an article counts for its
/// language, and for each shorter tag.
fn exactly(articles: BTreeMap<&str, i64>) -> Vec<&str> {
    let mut own = articles.clone();
    for (tag, number) in &articles {
        if let Some(shorter) = tag.rfind('-').and_then(|end| own.get_mut(&tag[..end])) {
            *shorter -= number;
        }
    }
    own.into_iter().filter(|(_, number)| *number > 0).map(|(tag, _)| tag).collect()
}

#[cfg(test)]
mod tests {
    use super::exactly;

    #[test]
    fn a_language_is_listed_when_an_article_is_written_in_exactly_it() {
        let articles = [("en", 3), ("en-GB", 2), ("sr", 5), ("sr-Latn", 5), ("sr-Latn-RS", 4)];
        assert_eq!(exactly(articles.into()), ["en", "en-GB", "sr-Latn", "sr-Latn-RS"]);
    }
}
