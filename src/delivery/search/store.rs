//! Reads the texts from which highlights are made.

use std::collections::HashMap;

use diesel::sql_types::{BigInt, Binary, Text};

use crate::content::folding::FoldedText;
use crate::db::published_search::Document;
use crate::db::{Conn, QueryResult, Statement, each_id};

/// The bodies of these articles by News ID: as plain text, and as folded words.
pub fn texts(conn: &mut Conn, ids: &[i64]) -> QueryResult<HashMap<i64, (String, FoldedText)>> {
    let texts = Statement::<(BigInt, Text, Text, Binary)>::new(format!(
        "SELECT article_id, text, document, word_positions FROM published_bodies WHERE article_id IN ({})",
        each_id(conn)
    ));
    let texts: Vec<(i64, String, String, Vec<u8>)> = texts.numbers(ids.iter().copied()).load(conn)?;
    let folded = |(id, text, document, positions)| {
        let words = Document::stored(document).body().to_owned();
        (id, (text, FoldedText { words, positions }))
    };
    Ok(texts.into_iter().map(folded).collect())
}
