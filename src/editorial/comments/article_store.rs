//! Reads the articles of comments.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use serde::Deserialize;

use super::dto::{CommentView, CommentedArticle};
use super::model::Comment;
use crate::content::Slug;
use crate::content::vocabulary::Status;
use crate::db::schema::{article_revisions, articles, published_articles};
use crate::db::{Conn, Json, QueryError, QueryResult};

/// The part of a stored article, working copy or published, that is read here.
#[derive(Deserialize)]
struct Headline {
    headline: String,
}

/// The comments with their articles, as moderators see them.
pub fn views(conn: &mut Conn, comments: Vec<Comment>) -> QueryResult<Vec<CommentView>> {
    let ids: BTreeSet<i64> = comments.iter().map(|comment| comment.article_id).collect();
    let articles = articles_by_id(conn, &ids.into_iter().collect::<Vec<_>>())?;
    let views = comments.into_iter().map(|comment| {
        let article = articles.get(&comment.article_id).cloned().ok_or(QueryError::NotFound)?;
        CommentView::new(comment, article)
    });
    views.collect()
}

/// The articles with these ids. Moderators see no working copies, so the headline of a published article is the published one.
fn articles_by_id(conn: &mut Conn, ids: &[i64]) -> QueryResult<HashMap<i64, CommentedArticle>> {
    let rows: Vec<(i64, Status, Slug, Json)> = articles::table
        .inner_join(
            article_revisions::table.on(article_revisions::article_id
                .eq(articles::id)
                .and(article_revisions::number.eq(articles::head_revision))),
        )
        .filter(articles::id.eq_any(ids))
        .select((articles::id, articles::status, articles::slug, article_revisions::document))
        .load(conn)?;
    let published: Vec<(i64, Slug, Json)> = published_articles::table
        .filter(published_articles::id.eq_any(ids))
        .select((published_articles::id, published_articles::slug, published_articles::payload))
        .load(conn)?;
    let mut published: HashMap<i64, (Slug, Json)> =
        published.into_iter().map(|(id, slug, payload)| (id, (slug, payload))).collect();
    let found = rows.into_iter().map(|(id, status, slug, document)| {
        let (slug, document) = published.remove(&id).unwrap_or((slug, document));
        let Headline { headline } = document.read()?;
        Ok((id, CommentedArticle { id, headline, slug: slug.into_string(), status }))
    });
    found.collect()
}
