//! Reads the texts from which highlights and suggestions are made.

use std::borrow::Cow;
use std::collections::HashMap;

use diesel::sql_types::{BigInt, Binary, Text};
use serde::Deserialize;

use crate::content::search::spelling_in;
use crate::db::published_search::Document;
use crate::db::{Conn, Json, QueryResult, Statement, each_id};

/// The texts of a [`crate::content::delivered::ArticlePayload`], borrowed from the stored JSON.
#[derive(Deserialize)]
pub struct PayloadTexts<'a> {
    #[serde(borrow)]
    pub headline: Cow<'a, str>,
    #[serde(borrow)]
    pub kicker: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub lead: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub summary: Option<Cow<'a, str>>,
}

/// The body of an article.
pub struct StoredBody {
    /// The plain text.
    pub text: String,
    /// The searched document of the article.
    pub document: Document,
    /// The positions of the terms of the body in its text.
    pub positions: Vec<u8>,
}

/// The bodies of these articles by News ID.
pub fn bodies(conn: &mut Conn, ids: &[i64]) -> QueryResult<HashMap<i64, StoredBody>> {
    let bodies = Statement::<(BigInt, Text, Text, Binary)>::new(format!(
        "SELECT article_id, text, document, word_positions FROM published_bodies WHERE article_id IN ({})",
        each_id(conn)
    ));
    let bodies: Vec<(i64, String, String, Vec<u8>)> = bodies.numbers(ids.iter().copied()).load(conn)?;
    let body = |(id, text, document, positions)| {
        (id, StoredBody { text, document: Document::stored(document), positions })
    };
    Ok(bodies.into_iter().map(body).collect())
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
