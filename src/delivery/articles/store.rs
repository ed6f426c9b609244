//! Published articles, read.

use std::collections::HashMap;

use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::content::delivered::{BodyForm, BodyForms};
use crate::content::vocabulary::{ArticleType, CommentPolicy};
use crate::content::{Slug, Time};
use crate::db::schema::{published_articles, published_bodies, site};
use crate::db::{Conn, Edition, Json, QueryResult, on};

/// What a row of `published_articles` tells.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = published_articles)]
pub struct Article {
    pub id: i64,
    pub slug: Slug,
    pub kind: ArticleType,
    pub language: String,
    pub headline: String,
    pub kicker: Option<String>,
    pub lead: Option<String>,
    pub summary: Option<String>,
    pub word_count: i64,
    pub section_id: i64,
    pub byline: Option<String>,
    pub source: Option<String>,
    pub dateline: Option<String>,
    pub lead_image: Option<Json>,
    pub is_breaking: bool,
    pub is_featured: bool,
    pub first_published_at: Time,
    pub published_at: Time,
    pub updated_at: Time,
    pub comment_policy: CommentPolicy,
    pub comments_close_at: Option<Time>,
    pub comment_count: i64,
    pub seo: Json,
    pub version: i64,
    pub credits: Json,
    pub tag_ids: Json,
    pub corrections: Json,
}

/// A row of `published_articles` for lists.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = published_articles)]
pub struct Shown {
    pub id: i64,
    pub slug: Slug,
    pub section_id: i64,
    pub published_at: Time,
    pub updated_at: Time,
    pub comment_policy: CommentPolicy,
    pub comments_close_at: Option<Time>,
    pub comment_count: i64,
    pub credits: Json,
    pub tag_ids: Json,
    pub shown: Json,
}

/// Of an article's text, what the forms asked for are made of.
#[derive(Debug, Default, Queryable)]
pub struct Text {
    pub html: Option<String>,
    pub plain: Option<String>,
    pub blocks: Option<Json>,
}

/// An article with its text.
#[derive(Debug)]
pub struct Told {
    pub article: Article,
    pub text: Text,
}

/// What an article is asked for by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// Its News ID.
    Id(i64),
    /// The slug that it has now.
    Slug(String),
}

/// The columns of the text that those forms are made of. The others are not even read.
macro_rules! text {
    ($forms:expr) => {{
        use published_bodies as b;
        let wanted = |form| $forms.has(form).into_sql::<Bool>();
        let blocks = $forms.has(BodyForm::Blocks) || $forms.has(BodyForm::Markdown);
        (
            case_when(wanted(BodyForm::Html), b::html),
            case_when(wanted(BodyForm::Text), b::plain_text),
            case_when(blocks.into_sql::<Bool>(), b::blocks),
        )
    }};
}

/// The published article of that name, and the edition it was found in: one statement, which sees one moment.
pub fn find(conn: &mut Conn, name: &Name, forms: &BodyForms) -> QueryResult<Option<(Told, Edition)>> {
    use published_articles as a;
    // The statement that is run most. Written for each connection, its text is not made again at every run.
    macro_rules! found {
        ($condition:expr) => {
            on!(conn, |c| a::table
                .inner_join(published_bodies::table)
                .inner_join(site::table.on(site::id.eq(1)))
                .filter($condition)
                .select((Article::as_select(), text!(forms), Edition::COLUMNS,))
                .first(c))
        };
    }
    let found: Option<(Article, Text, Edition)> = match name {
        Name::Id(id) => found!(a::id.eq(id)),
        Name::Slug(slug) => found!(a::slug.eq(slug)),
    }
    .optional()?;
    Ok(found.map(|(article, text, edition)| (Told { article, text }, edition)))
}

/// The published articles with those News IDs, in their order.
pub fn with_ids(conn: &mut Conn, ids: &[i64], forms: &BodyForms) -> QueryResult<Vec<Told>> {
    use published_articles as a;
    let articles: Vec<Article> =
        a::table.filter(a::id.eq_any(ids.to_vec())).select(Article::as_select()).load(conn)?;
    let mut texts = if forms.is_none() { HashMap::new() } else { texts(conn, ids, forms)? };
    let mut told: Vec<Told> = articles
        .into_iter()
        .map(|article| Told { text: texts.remove(&article.id).unwrap_or_default(), article })
        .collect();
    told.sort_by_key(|told| ids.iter().position(|id| *id == told.article.id));
    Ok(told)
}

fn texts(conn: &mut Conn, ids: &[i64], forms: &BodyForms) -> QueryResult<HashMap<i64, Text>> {
    use published_bodies as b;
    let texts: Vec<(i64, Text)> = b::table
        .filter(b::article_id.eq_any(ids.to_vec()))
        .select((b::article_id, text!(forms)))
        .load(conn)?;
    Ok(texts.into_iter().collect())
}
