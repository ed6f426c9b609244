//! Reads published articles and their bodies.

use std::collections::HashMap;

use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use crate::content::delivered::{BodyForm, BodyForms};
use crate::content::vocabulary::CommentPolicy;
use crate::content::{Slug, Time};
use crate::db::schema::{published_articles, published_bodies, site};
use crate::db::{Conn, ContentVersion, Json, QueryResult, Statement, each_id, match_conn};
use crate::http::ArticleAddress;

/// A row of `published_articles`.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = published_articles)]
pub struct ArticleRow {
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
    /// A [`crate::content::delivered::ArticlePayload`].
    pub payload: Json,
}

impl ArticleRow {
    /// What its URL can contain. `section_path` is the path of its section.
    pub fn address<'a>(&'a self, section_path: &'a str) -> ArticleAddress<'a> {
        ArticleAddress { section_path, id: self.id, slug: &self.slug, published_at: self.published_at }
    }
}

/// The columns of a body that the requested forms need. The others are `None`.
#[derive(Debug, Default, Queryable)]
pub struct StoredBody {
    pub html: Option<String>,
    pub text: Option<String>,
    pub blocks: Option<Json>,
}

/// An article with its body.
#[derive(Debug)]
pub struct LoadedArticle {
    pub row: ArticleRow,
    pub body: StoredBody,
}

/// The key that an article is read by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArticleKey {
    /// The News ID.
    Id(i64),
    /// The current slug.
    Slug(String),
}

/// The columns of the body that the forms need. The database does not read the others.
macro_rules! body {
    ($forms:expr) => {{
        use published_bodies as b;
        let is_requested = |form| $forms.has(form).into_sql::<Bool>();
        let blocks = $forms.has(BodyForm::Blocks) || $forms.has(BodyForm::Markdown);
        (
            case_when(is_requested(BodyForm::Html), b::html),
            case_when(is_requested(BodyForm::Text), b::plain_text),
            case_when(blocks.into_sql::<Bool>(), b::blocks),
        )
    }};
}

/// The published article with that key, and the content version that the statement saw.
pub fn find(
    conn: &mut Conn,
    key: &ArticleKey,
    forms: &BodyForms,
) -> QueryResult<Option<(LoadedArticle, ContentVersion)>> {
    use published_articles as a;
    // This statement runs more often than any other. Its type is known for each connection, so diesel builds its
    // text once.
    macro_rules! select_where {
        ($condition:expr) => {
            match_conn!(conn, |c| a::table
                .inner_join(published_bodies::table)
                .inner_join(site::table.on(site::id.eq(1)))
                .filter($condition)
                .select((ArticleRow::as_select(), body!(forms), ContentVersion::COLUMNS,))
                .first(c))
        };
    }
    let row: Option<(ArticleRow, StoredBody, ContentVersion)> = match key {
        ArticleKey::Id(id) => select_where!(a::id.eq(id)),
        ArticleKey::Slug(slug) => select_where!(a::slug.eq(slug)),
    }
    .optional()?;
    Ok(row.map(|(row, body, content_version)| (LoadedArticle { row, body }, content_version)))
}

/// The columns of an [`ArticleRow`] in the table `a`, for statements written in SQL.
pub const COLUMNS: &str = "a.id, a.slug, a.section_id, a.published_at, a.updated_at, a.comment_policy, a.comments_close_at, \
    a.comment_count, a.credits, a.tag_ids, a.payload";

/// The SQL types of [`COLUMNS`].
pub type ColumnTypes =
    (BigInt, Text, BigInt, BigInt, BigInt, Text, Nullable<BigInt>, BigInt, Text, Text, Text);

/// The published articles with these News IDs, in this order. It omits the ids of other articles.
pub fn with_ids(conn: &mut Conn, ids: &[i64], forms: &BodyForms) -> QueryResult<Vec<LoadedArticle>> {
    // One placeholder holds all ids, so the statement is prepared once for lists of any length.
    let articles = Statement::<(ColumnTypes,)>::new(format!(
        "SELECT {COLUMNS} FROM published_articles AS a WHERE a.id IN ({})",
        each_id(conn)
    ));
    let rows: Vec<(ArticleRow,)> = articles.numbers(ids.iter().copied()).load(conn)?;
    let mut bodies = if forms.is_none() { HashMap::new() } else { bodies(conn, ids, forms)? };
    let mut loaded: Vec<LoadedArticle> = rows
        .into_iter()
        .map(|(row,)| LoadedArticle { body: bodies.remove(&row.id).unwrap_or_default(), row })
        .collect();
    loaded.sort_by_key(|loaded| ids.iter().position(|id| *id == loaded.row.id));
    Ok(loaded)
}

/// The bodies of these articles, by News ID.
pub fn bodies(conn: &mut Conn, ids: &[i64], forms: &BodyForms) -> QueryResult<HashMap<i64, StoredBody>> {
    let column =
        |name: &str, is_needed: bool| if is_needed { format!("b.{name}") } else { "NULL".to_owned() };
    let bodies = Statement::<(BigInt, (Nullable<Text>, Nullable<Text>, Nullable<Text>))>::new(format!(
        "SELECT b.article_id, {}, {}, {} FROM published_bodies AS b WHERE b.article_id IN ({})",
        column("html", forms.has(BodyForm::Html)),
        column("text", forms.has(BodyForm::Text)),
        column("blocks", forms.has(BodyForm::Blocks) || forms.has(BodyForm::Markdown)),
        each_id(conn)
    ));
    let bodies: Vec<(i64, StoredBody)> = bodies.numbers(ids.iter().copied()).load(conn)?;
    Ok(bodies.into_iter().collect())
}
