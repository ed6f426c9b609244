//! Reads search results, and the texts that they are made from.

use std::collections::HashMap;

use diesel::sql_types::{BigInt, Binary, Text};

use super::highlights::PayloadTexts;
use super::suggestion;
use crate::content::delivered::BodyForms;
use crate::content::folding::FoldedText;
use crate::content::search::{Search, spelling_in};
use crate::db::published_search::Document;
use crate::db::{Conn, Json, QueryResult, Statement, each_id};
use crate::delivery::TaxonomyCache;
use crate::delivery::articles::dto::ArticleQuery;
use crate::delivery::articles::listing::SortKey;
use crate::delivery::articles::pages::{self, LoadedPage};
use crate::http::page::PageRequest;

/// A page of search results.
pub struct Results {
    /// The articles.
    pub page: LoadedPage,
    /// The search that they match.
    pub search: Option<Search>,
    /// Their bodies by News ID: as plain text, and folded.
    pub texts: HashMap<i64, (String, FoldedText)>,
    /// A query that finds something, if this one finds nothing.
    pub did_you_mean: Option<String>,
}

/// The page of the articles that match the search of the filter.
pub fn find(
    conn: &mut Conn,
    filter: &ArticleQuery,
    page_request: &PageRequest<SortKey>,
    forms: &BodyForms,
    taxonomy_cache: &TaxonomyCache,
) -> QueryResult<Results> {
    let taxonomy = taxonomy_cache.read(conn)?;
    let conditions = pages::conditions(conn, filter, &taxonomy)?;
    let page = pages::load_matching(conn, filter, &conditions, page_request, forms, taxonomy)?;
    let ids: Vec<i64> = page.page.data.iter().map(|article| article.row.id).collect();
    let nothing_found =
        ids.is_empty() && page_request.cursor.is_none() && page.page.page.next_cursor.is_none();
    let did_you_mean = if nothing_found { suggestion::find(conn, &conditions)? } else { None };
    Ok(Results { page, texts: texts(conn, &ids)?, search: conditions.search, did_you_mean })
}

fn texts(conn: &mut Conn, ids: &[i64]) -> QueryResult<HashMap<i64, (String, FoldedText)>> {
    let texts = Statement::<(BigInt, Text, Text, Binary)>::new(format!(
        "SELECT article_id, text, document, word_positions FROM published_bodies WHERE article_id IN ({})",
        each_id(conn)
    ));
    let texts: Vec<(i64, String, String, Vec<u8>)> = texts.numbers(ids.iter().copied()).load(conn)?;
    let folded = |(id, text, document, positions)| {
        let terms = Document::stored(document).body().to_owned();
        (id, (text, FoldedText { terms, positions }))
    };
    Ok(texts.into_iter().map(folded).collect())
}

/// A folded word as a published article writes it, in lower case. `None` if the article does not have it.
pub fn spelling(conn: &mut Conn, article: i64, word: &str) -> QueryResult<Option<String>> {
    let texts = Statement::<(Text, Text)>::new(
        "SELECT a.payload, b.text FROM published_articles AS a \
         INNER JOIN published_bodies AS b ON b.article_id = a.id WHERE a.id = ?",
    );
    let texts: Vec<(Json, String)> = texts.number(article).load(conn)?;
    let Some((payload, body)) = texts.first() else { return Ok(None) };
    let PayloadTexts { headline, kicker, lead, summary, .. } = payload.read()?;
    let opening = [Some(headline), kicker, lead, summary];
    let mut texts = opening.iter().flatten().map(AsRef::as_ref).chain([body.as_str()]);
    Ok(texts.find_map(|text| spelling_in(text, word)).map(str::to_lowercase))
}
