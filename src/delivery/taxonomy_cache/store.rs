//! Reads the profile of the site, the names of all sections, authors and tags, and the languages of articles.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use super::model::{AuthorEntry, TagEntry};
use crate::content::Language;
use crate::content::delivered::{SectionShort, TagShort};
use crate::content::site_profile::ProfileEdits;
use crate::content::term::LANGUAGE_PREFIX;
use crate::content::vocabulary::TagType;
use crate::db::schema::published_term_counts as counts;
use crate::db::schema::{published_authors, published_sections, published_tags, site};
use crate::db::{Conn, Json, QueryResult};

/// What editors have set of the profile of the site.
pub fn profile(conn: &mut Conn) -> QueryResult<ProfileEdits> {
    site::table.find(1).select(site::profile).first::<Json>(conn)?.read()
}

/// All sections, in no order.
pub fn sections(conn: &mut Conn) -> QueryResult<Vec<SectionShort>> {
    use published_sections as s;
    let rows: Vec<(i64, String, String, String)> =
        s::table.select((s::id, s::slug, s::path, s::name)).load(conn)?;
    Ok(rows.into_iter().map(|(id, slug, path, name)| SectionShort { id, slug, path, name }).collect())
}

/// All authors, by id.
pub fn authors(conn: &mut Conn) -> QueryResult<HashMap<i64, AuthorEntry>> {
    use published_authors as a;
    let rows: Vec<(i64, String, String)> = a::table.select((a::id, a::slug, a::name)).load(conn)?;
    rows.into_iter().map(|(id, slug, name)| Ok((id, AuthorEntry::new(id, slug, name)?))).collect()
}

/// All tags, in no order.
pub fn tags(conn: &mut Conn) -> QueryResult<Vec<TagEntry>> {
    use published_tags as t;
    let rows: Vec<(i64, String, String, TagType)> =
        t::table.select((t::id, t::slug, t::name, t::kind)).load(conn)?;
    rows.into_iter().map(|(id, slug, name, kind)| TagEntry::new(TagShort { id, slug, name, kind })).collect()
}

/// The languages of published articles, sorted by tag.
pub fn languages(conn: &mut Conn) -> QueryResult<Vec<Language>> {
    let terms: Vec<(String, i64)> = counts::table
        .filter(
            counts::term.ge(LANGUAGE_PREFIX).and(counts::term.lt("language.")).and(counts::articles.gt(0)),
        )
        .load(conn)?;
    let articles =
        terms.iter().filter_map(|(term, count)| Some((term.strip_prefix(LANGUAGE_PREFIX)?, *count)));
    Ok(used_languages(articles.collect()).into_iter().filter_map(|tag| tag.parse().ok()).collect())
}

/// The tags that are the language of an article. `articles` has the number of articles for each tag; an article
/// counts for its language and for each shorter tag: one in `en-GB` also for `en`.
fn used_languages(articles: BTreeMap<&str, i64>) -> Vec<&str> {
    let mut exact = articles.clone();
    for (tag, count) in &articles {
        if let Some(shorter) = tag.rfind('-').and_then(|end| exact.get_mut(&tag[..end])) {
            *shorter -= count;
        }
    }
    exact.into_iter().filter(|(_, count)| *count > 0).map(|(tag, _)| tag).collect()
}

#[cfg(test)]
mod tests {
    use super::used_languages;

    #[test]
    fn a_language_is_listed_if_it_is_the_language_of_an_article() {
        let articles = [("en", 3), ("en-GB", 2), ("sr", 5), ("sr-Latn", 5), ("sr-Latn-RS", 4)];
        assert_eq!(used_languages(articles.into()), ["en", "en-GB", "sr-Latn", "sr-Latn-RS"]);
    }
}
