//! Published articles, read.

use std::collections::HashMap;

use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use crate::content::delivered::{BodyForm, BodyForms};
use crate::content::vocabulary::CommentPolicy;
use crate::content::{Slug, Time};
use crate::db::schema::{published_articles, published_bodies, site};
use crate::db::{Conn, ContentVersion, Json, QueryResult, Statement, each_id, match_conn};

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

/// Of an article's body, what the forms asked for are made of.
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

/// What an article is asked for by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// Its News ID.
    Id(i64),
    /// The slug that it has now.
    Slug(String),
}

/// The columns of the body that those forms are made of. The others are not even read.
macro_rules! body {
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
pub fn find(
    conn: &mut Conn,
    name: &Name,
    forms: &BodyForms,
) -> QueryResult<Option<(LoadedArticle, ContentVersion)>> {
    use published_articles as a;
    // The statement that is run most. Written for each connection, its text is not made again at every run.
    macro_rules! found {
        ($condition:expr) => {
            match_conn!(conn, |c| a::table
                .inner_join(published_bodies::table)
                .inner_join(site::table.on(site::id.eq(1)))
                .filter($condition)
                .select((ArticleRow::as_select(), body!(forms), ContentVersion::COLUMNS,))
                .first(c))
        };
    }
    let found: Option<(ArticleRow, StoredBody, ContentVersion)> = match name {
        Name::Id(id) => found!(a::id.eq(id)),
        Name::Slug(slug) => found!(a::slug.eq(slug)),
    }
    .optional()?;
    Ok(found.map(|(row, body, content_version)| (LoadedArticle { row, body }, content_version)))
}

/// The columns of an [`ArticleRow`], of the table `a`, for statements that are written out.
pub const COLUMNS: &str = "a.id, a.slug, a.section_id, a.published_at, a.updated_at, a.comment_policy, a.comments_close_at, \
    a.comment_count, a.credits, a.tag_ids, a.payload";

/// Their types.
pub type Columns = (BigInt, Text, BigInt, BigInt, BigInt, Text, Nullable<BigInt>, BigInt, Text, Text, Text);

/// The published articles with those News IDs, in their order.
pub fn with_ids(conn: &mut Conn, ids: &[i64], forms: &BodyForms) -> QueryResult<Vec<LoadedArticle>> {
    // A list of ids in one placeholder: the statement is prepared once for all lists.
    let articles = Statement::<(Columns,)>::new(format!(
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

/// The bodies of those articles, by News ID.
pub fn bodies(conn: &mut Conn, ids: &[i64], forms: &BodyForms) -> QueryResult<HashMap<i64, StoredBody>> {
    let column =
        |name: &str, is_wanted: bool| if is_wanted { format!("b.{name}") } else { "NULL".to_owned() };
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
