//! Suggests another query when a search finds nothing.

use std::cmp::Reverse;

use super::store;
use crate::content::search::{PlainWord, Search};
use crate::db::published_search::{self, ScanRange, SearchScope};
use crate::db::{Conn, QueryResult};
use crate::delivery::articles::dto::ArticleSort;
use crate::delivery::articles::listing::{self, Conditions};
use crate::http::page::{Limit, PageRequest};

/// The most words of a query that is corrected.
const MAX_WORDS: usize = 10;

/// The most words that are corrected.
const MAX_CORRECTED: usize = 3;

/// The most similar words that are compared by how many articles have them, and up to which number of articles.
const MAX_COMPARED: usize = 6;
const MAX_COUNTED: i64 = 200;

/// The most queries that are tried.
const MAX_TRIED: usize = 3;

/// A query like that of the conditions, with other words for those that no article has. It finds at least one article
/// that meets the conditions. `None` if there is none, and if the articles have all words, but none has them together.
///
/// Only words of published articles are in it, in the spelling of an article that it finds.
pub fn find(conn: &mut Conn, conditions: &Conditions) -> QueryResult<Option<String>> {
    let Some(search) = conditions.search.as_ref().filter(|search| search.clauses().len() <= MAX_WORDS) else {
        return Ok(None);
    };
    let mut corrections: Vec<(PlainWord, Vec<String>)> = Vec::new();
    for word in search.plain_words() {
        let alone = search.only(&word);
        if alone.map_or(Ok(true), |alone| is_found(conn, &alone))? {
            continue;
        }
        let similar = similar_words(conn, &word)?;
        if similar.is_empty() || corrections.len() == MAX_CORRECTED {
            return Ok(None);
        }
        corrections.push((word, similar));
    }
    let tries = corrections.iter().map(|(_, similar)| similar.len()).max().unwrap_or_default();
    for number in 0..tries.min(MAX_TRIED) {
        let mut words: Vec<(&PlainWord, &str)> = Vec::new();
        for (word, similar) in &corrections {
            words.extend(similar.get(number).or(similar.first()).map(|other| (word, other.as_str())));
        }
        let Some(other) = search.with_words(&words) else { continue };
        if let Some(article) = first_found(conn, conditions, other)? {
            let mut spelled = Vec::new();
            for (word, other) in &words {
                let spelling = store::spelling(conn, article, other)?;
                spelled.push((*word, spelling.unwrap_or_else(|| (*other).to_owned())));
            }
            let spelled: Vec<_> = spelled.iter().map(|(word, spelling)| (*word, spelling.as_str())).collect();
            return Ok(search.with_words(&spelled).map(String::from));
        }
    }
    Ok(None)
}

/// Whether a published article matches the search.
fn is_found(conn: &mut Conn, search: &Search) -> QueryResult<bool> {
    let all = ScanRange { ascending: false, from: None, before: None, after: None };
    Ok(!published_search::scan(conn, search, SearchScope::ALL, all, 1)?.is_empty())
}

/// Words of published articles that are similar to this one: those with the fewest errors first, then those that more
/// articles have.
fn similar_words(conn: &mut Conn, word: &PlainWord) -> QueryResult<Vec<String>> {
    let length = word.word.chars().count();
    let mut similar = Vec::new();
    // Words with one error have one half right; most with two errors have their first or last third right.
    for letters in [length.div_ceil(2), length / 3] {
        let words =
            published_search::similar_words(conn, &word.word, letters.max(1), word.similar_lengths())?;
        similar = word.most_similar(words, MAX_COMPARED);
        if similar.first().is_some_and(|(errors, _)| *errors == 1) {
            break;
        }
    }
    let mut counted = Vec::new();
    for (errors, other) in similar {
        let articles = match other.parse::<Search>() {
            Ok(search) => published_search::count(conn, &search, MAX_COUNTED)?,
            Err(_) => 0,
        };
        counted.extend((articles > 0).then_some((errors, Reverse(articles), other)));
    }
    counted.sort();
    Ok(counted.into_iter().map(|(.., other)| other).collect())
}

/// The first article that meets the conditions with another search.
fn first_found(conn: &mut Conn, conditions: &Conditions, search: Search) -> QueryResult<Option<i64>> {
    let search = Some(published_search::with_other_forms(conn, search)?);
    let conditions = Conditions { search, ..conditions.clone() };
    let Ok(page) = PageRequest::new("suggestion", &(), Limit::default(), None) else { return Ok(None) };
    let found = listing::find(conn, &conditions, ArticleSort::Relevance, &page)?;
    Ok(found.keys.first().map(|(.., id)| *id))
}
