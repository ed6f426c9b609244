//! Reads the texts from which highlights and suggestions are made.

use std::collections::HashMap;

use diesel::sql_types::{BigInt, Binary, Text};

use super::highlights::PayloadTexts;
use crate::content::folding::FoldedText;
use crate::content::search::spelling_in;
use crate::db::published_search::Document;
use crate::db::{Conn, Json, QueryResult, Statement, each_id};

/// The bodies of these articles by News ID: as plain text, and folded.
pub fn texts(conn: &mut Conn, ids: &[i64]) -> QueryResult<HashMap<i64, (String, FoldedText)>> {
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
