//! Published articles, read.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::content::delivered::Crumb;
use crate::content::delivered::SectionShort;
use crate::content::vocabulary::{ArticleType, CommentPolicy, CorrectionKind, TagType};
use crate::content::{Slug, Time};
use crate::db::schema::{
    published_article_authors, published_article_tags, published_articles, published_authors,
    published_corrections, published_sections, published_tags,
};
use crate::db::{Conn, Json, QueryResult};

/// A row of `published_articles`.
#[derive(Debug, Queryable)]
pub struct Article {
    pub id: i64,
    pub slug: Slug,
    pub kind: ArticleType,
    pub language: String,
    pub headline: String,
    pub kicker: Option<String>,
    pub lead: Option<String>,
    pub summary: Option<String>,
    pub blocks: Json,
    pub html: String,
    pub plain_text: String,
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
}

/// Who made an article.
#[derive(Debug, Queryable)]
pub struct Credit {
    pub id: i64,
    pub slug: Slug,
    pub name: String,
    pub role: String,
}

/// What an article is about.
#[derive(Debug, Queryable)]
pub struct Subject {
    pub id: i64,
    pub slug: Slug,
    pub name: String,
    pub kind: TagType,
}

/// What readers were told of a change to an article.
#[derive(Debug, Queryable)]
pub struct Correction {
    pub kind: CorrectionKind,
    pub text: String,
    pub published_at: Time,
}

/// An article with its place, people and subjects.
#[derive(Debug)]
pub struct Placed {
    pub article: Article,
    pub section: SectionShort,
    pub breadcrumb: Vec<Crumb>,
    pub credits: Vec<Credit>,
    pub subjects: Vec<Subject>,
    pub corrections: Vec<Correction>,
}

/// The published article with that News ID.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<Placed>> {
    let article = published_articles::table.find(id).first(conn).optional()?;
    Ok(place(conn, article.into_iter().collect())?.pop())
}

/// The published articles with those News IDs, in their order.
pub fn with_ids(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<Placed>> {
    let mut articles: Vec<Article> =
        published_articles::table.filter(published_articles::id.eq_any(ids.to_vec())).load(conn)?;
    articles.sort_by_key(|article| ids.iter().position(|id| *id == article.id));
    place(conn, articles)
}

/// Adds to articles what they are shown with, in one query for each kind of thing.
fn place(conn: &mut Conn, articles: Vec<Article>) -> QueryResult<Vec<Placed>> {
    if articles.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = articles.iter().map(|article| article.id).collect();
    let sections = sections_by_path(conn, articles.iter().map(|article| article.section_id).collect())?;
    let mut credits = credits(conn, &ids)?;
    let mut subjects = subjects(conn, &ids)?;
    let mut corrections = corrections(conn, &ids)?;
    let placed = articles.into_iter().filter_map(|article| {
        let section = sections.values().find(|section| section.id == article.section_id)?.clone();
        let steps = section
            .path
            .match_indices('/')
            .map(|(end, _)| &section.path[..end])
            .chain([section.path.as_str()]);
        let breadcrumb = steps
            .filter_map(|path| sections.get(path))
            .map(|section| Crumb { id: section.id, path: section.path.clone(), name: section.name.clone() })
            .collect();
        Some(Placed {
            credits: credits.remove(&article.id).unwrap_or_default(),
            subjects: subjects.remove(&article.id).unwrap_or_default(),
            corrections: corrections.remove(&article.id).unwrap_or_default(),
            breadcrumb,
            section,
            article,
        })
    });
    Ok(placed.collect())
}

/// The sections with those ids and all their ancestors, by path.
fn sections_by_path(conn: &mut Conn, ids: Vec<i64>) -> QueryResult<HashMap<String, SectionShort>> {
    use published_sections as s;
    let paths: Vec<String> = s::table.filter(s::id.eq_any(ids)).select(s::path).distinct().load(conn)?;
    let mut wanted: Vec<String> = paths
        .iter()
        .flat_map(|path| path.match_indices('/').map(|(end, _)| path[..end].to_owned()).chain([path.clone()]))
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    let rows: Vec<(i64, String, String, String)> =
        s::table.filter(s::path.eq_any(wanted)).select((s::id, s::slug, s::path, s::name)).load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, slug, path, name)| (path.clone(), SectionShort { id, slug, path, name }))
        .collect())
}

fn credits(conn: &mut Conn, articles: &[i64]) -> QueryResult<HashMap<i64, Vec<Credit>>> {
    use published_article_authors as link;
    use published_authors as author;
    let rows: Vec<(i64, Credit)> = link::table
        .inner_join(author::table)
        .filter(link::article_id.eq_any(articles.to_vec()))
        .order((link::article_id, link::position))
        .select((link::article_id, (author::id, author::slug, author::name, link::role)))
        .load(conn)?;
    Ok(grouped(rows))
}

fn subjects(conn: &mut Conn, articles: &[i64]) -> QueryResult<HashMap<i64, Vec<Subject>>> {
    use published_article_tags as link;
    use published_tags as tag;
    let rows: Vec<(i64, Subject)> = link::table
        .inner_join(tag::table)
        .filter(link::article_id.eq_any(articles.to_vec()))
        .order((link::article_id, link::position))
        .select((link::article_id, (tag::id, tag::slug, tag::name, tag::kind)))
        .load(conn)?;
    Ok(grouped(rows))
}

fn corrections(conn: &mut Conn, articles: &[i64]) -> QueryResult<HashMap<i64, Vec<Correction>>> {
    use published_corrections as c;
    let rows: Vec<(i64, Correction)> = c::table
        .filter(c::article_id.eq_any(articles.to_vec()))
        .order((c::published_at.desc(), c::id.desc()))
        .select((c::article_id, (c::kind, c::plain_text, c::published_at)))
        .load(conn)?;
    Ok(grouped(rows))
}

fn grouped<T>(rows: Vec<(i64, T)>) -> HashMap<i64, Vec<T>> {
    let mut groups: HashMap<i64, Vec<T>> = HashMap::new();
    for (article, thing) in rows {
        groups.entry(article).or_default().push(thing);
    }
    groups
}
