//! Reads the articles of sitemaps.

use std::ops::RangeInclusive;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::model;
use crate::content::{Slug, Term, Time};
use crate::db::schema::{published_articles as a, published_terms as t};
use crate::db::{Conn, Json, QueryResult};

/// The most sitemaps that an index lists: the limit of the protocol.
const MAX_SITEMAPS: i64 = 50_000;

/// The most articles that the news sitemap lists: the limit of Google News.
const MAX_NEWS: i64 = 1000;

/// The columns that make the URL of an article, and the time of its last change.
#[derive(Debug, Queryable)]
pub struct PageRow {
    pub id: i64,
    pub slug: Slug,
    pub section_id: i64,
    pub published_at: Time,
    pub updated_at: Time,
}

/// The columns of an article that the news sitemap shows.
#[derive(Debug, Queryable)]
pub struct NewsRow {
    pub id: i64,
    pub slug: Slug,
    pub section_id: i64,
    pub published_at: Time,
    /// An [`crate::content::delivered::ArticlePayload`].
    pub payload: Json,
}

/// The numbers of the sitemaps that have articles, each with the time of the last change of one of its articles. It
/// reads all articles.
pub fn sitemaps(conn: &mut Conn) -> QueryResult<Vec<(i64, Time)>> {
    let number = sql::<BigInt>(&format!("(id - 1) / {} + 1", model::IDS_PER_SITEMAP));
    let changed = sql::<BigInt>("max(updated_at)");
    let sitemaps = a::table.group_by(number.clone()).select((number.clone(), changed));
    sitemaps.order(number).limit(MAX_SITEMAPS).load(conn)
}

/// The articles in a range of News IDs, ordered by News ID.
pub fn pages(conn: &mut Conn, range: &RangeInclusive<i64>) -> QueryResult<Vec<PageRow>> {
    a::table
        .filter(a::id.between(range.start(), range.end()))
        .order(a::id)
        .select((a::id, a::slug, a::section_id, a::published_at, a::updated_at))
        .load(conn)
}

/// The articles published at `since` or later, newest first.
pub fn news(conn: &mut Conn, since: Time) -> QueryResult<Vec<NewsRow>> {
    t::table
        .inner_join(a::table)
        .filter(t::term.eq(Term::All.to_string()).and(t::published_at.ge(since)))
        .order((t::published_at.desc(), t::article_id.desc()))
        .limit(MAX_NEWS)
        .select((a::id, a::slug, a::section_id, a::published_at, a::payload))
        .load(conn)
}
