//! The texts in which something was found, in the database.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::content::folding::FoldedText;
use crate::db::published_search::Document;
use crate::db::schema::published_bodies as b;
use crate::db::{Conn, QueryResult};

/// The texts of articles by their News IDs: each as it is shown, and as it is searched.
pub fn texts(conn: &mut Conn, ids: &[i64]) -> QueryResult<HashMap<i64, (String, FoldedText)>> {
    let texts: Vec<(i64, String, String, Vec<u8>)> = b::table
        .filter(b::article_id.eq_any(ids.to_vec()))
        .select((b::article_id, b::plain_text, b::document, b::word_places))
        .load(conn)?;
    let folded = |(id, text, document, places)| {
        let words = Document::kept(document).body().to_owned();
        (id, (text, FoldedText { words, places }))
    };
    Ok(texts.into_iter().map(folded).collect())
}
