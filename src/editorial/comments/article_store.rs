//! Reads the articles of comments.

use std::collections::HashMap;

use diesel::prelude::*;
use serde::Deserialize;

use super::model::SeenArticle;
use crate::content::Slug;
use crate::db::schema::published_articles;
use crate::db::{Conn, Json, QueryResult};

/// The part of a published article that is read here.
#[derive(Deserialize)]
struct Headline {
    headline: String,
}

/// Those of the articles with these ids that readers see. Moderators see no working copies, so nothing else is read.
pub fn seen_articles(conn: &mut Conn, ids: &[i64]) -> QueryResult<HashMap<i64, SeenArticle>> {
    let rows: Vec<(i64, Slug, Json)> = published_articles::table
        .filter(published_articles::id.eq_any(ids))
        .select((published_articles::id, published_articles::slug, published_articles::payload))
        .load(conn)?;
    let seen = rows.into_iter().map(|(id, slug, payload)| {
        let Headline { headline } = payload.read()?;
        Ok((id, SeenArticle { headline, slug: slug.into_string() }))
    });
    seen.collect()
}
