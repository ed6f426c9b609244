//! Lists of published articles in the database.

use std::collections::{BTreeSet, HashSet};

use diesel::dsl::{case_when, count_star, exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::lanes::{Lane, Shelf};
use super::{Order, Place};
use crate::addresses;
use crate::content::vocabulary::NamedKind;
use crate::db::published_search::{Part, Way};
use crate::db::schema::{
    published_article_authors as credits, published_article_tags as subjects, published_articles as a,
    published_sections, site,
};
use crate::db::{Conn, Edition, QueryResult, below, in_order, on, published_search, search};
use crate::delivery::articles::dto::ArticleQuery;
use crate::delivery::articles::store::Shown;
use crate::delivery::site::store::languages;
use crate::http::listed::Listed;

/// A condition on published articles.
type Condition = search::Condition<a::table>;

/// Reads along a shelf: `$read!(table, id column, rows of the table)`.
macro_rules! on_shelf {
    ($shelf:expr, $read:ident) => {
        match $shelf {
            Shelf::All => $read!(a, id, a::table),
            Shelf::These(ids) => $read!(a, id, a::table.filter(a::id.eq_any(ids.clone()))),
            Shelf::Section(section) => $read!(a, id, a::table.filter(a::section_id.eq(section))),
            Shelf::Author(author) => {
                $read!(credits, article_id, credits::table.filter(credits::author_id.eq(author)))
            }
            Shelf::Tag(tag) => $read!(subjects, article_id, subjects::table.filter(subjects::tag_id.eq(tag))),
            Shelf::Kind(kind) => $read!(a, id, a::table.filter(a::kind.eq(*kind))),
            Shelf::Language(language) => $read!(a, id, a::table.filter(a::language.eq(language.clone()))),
            Shelf::Breaking => $read!(a, id, a::table.filter(a::is_breaking)),
            Shelf::Featured => $read!(a, id, a::table.filter(a::is_featured)),
        }
    };
}

/// So many rows of a query in the order of a list, from after a place.
macro_rules! in_list_order {
    ($query:expr, $table:ident, $id:ident, $order:expr, $place:expr, $limit:expr) => {{
        macro_rules! by {
                    ($time:expr) => {{
                        let mut query = $query.limit($limit).into_boxed();
                        if let Some(from) = $order.from {
                            query = query.filter($time.ge(from));
                        }
                        if let Some(before) = $order.before {
                            query = query.filter($time.lt(before));
                        }
                        in_order!(query, by ($time, $table::$id), ascending $order.ascending, after $place)
                    }};
                }
        if $order.by_change { by!($table::updated_at) } else { by!($table::published_at) }
    }};
}

/// The places of the articles that come next on a lane, after a place or from its beginning.
pub fn along(
    conn: &mut Conn,
    lane: &Lane,
    order: Order,
    place: Option<Place>,
    step: usize,
) -> QueryResult<Vec<Place>> {
    let shelf = match lane {
        Lane::Shelf(shelf) => shelf,
        Lane::Words(search, part) => {
            let way = Way { ascending: order.ascending, from: order.from, before: order.before, place };
            return published_search::along(conn, search, *part, way, step);
        }
    };
    let limit = i64::try_from(step).unwrap_or(i64::MAX);
    macro_rules! places {
        ($table:ident, $id:ident, $rows:expr) => {{
            let time = case_when(order.by_change.into_sql::<Bool>(), $table::updated_at)
                .otherwise($table::published_at);
            in_list_order!($rows.select((time, $table::$id)), $table, $id, order, place, limit).load(conn)
        }};
    }
    on_shelf!(shelf, places)
}

/// The articles themselves, with the edition they are found in.
pub fn articles_along(
    conn: &mut Conn,
    shelf: &Shelf,
    order: Order,
    place: Option<Place>,
    limit: i64,
) -> QueryResult<Vec<(Shown, Edition)>> {
    macro_rules! articles {
        (a, $id:ident, $rows:expr) => { articles!(joined a, $id, $rows) };
        ($table:ident, $id:ident, $rows:expr) => { articles!(joined $table, $id, $rows.inner_join(a::table)) };
        (joined $table:ident, $id:ident, $rows:expr) => {
            // Written for each connection, its text is put together only once.
            on!(conn, |c| {
                let rows = $rows.inner_join(site::table.on(site::id.eq(1)));
                let query = rows.select((Shown::as_select(), Edition::COLUMNS));
                in_list_order!(query, $table, $id, order, place, limit).load(c)
            })
        };
    }
    on_shelf!(shelf, articles)
}

/// Those of the articles that fit the filter.
pub fn fitting(conn: &mut Conn, filter: &ArticleQuery, places: Vec<Place>) -> QueryResult<Vec<Place>> {
    let mut places = places;
    let ids = |places: &[Place]| -> Vec<i64> { places.iter().map(|(_, id)| *id).collect() };
    let conditions = conditions(conn, filter, Of::Each)?;
    if !conditions.is_empty() && !places.is_empty() {
        let mut query = a::table.filter(a::id.eq_any(ids(&places))).select(a::id).into_boxed();
        for condition in conditions {
            query = query.filter(condition);
        }
        let fit: HashSet<i64> = query.load(conn)?.into_iter().collect();
        places.retain(|(_, id)| fit.contains(id));
    }
    if let Some(search) = &filter.q {
        let found = published_search::among(conn, search, Part::Whole, &ids(&places))?;
        places.retain(|(_, id)| found.contains(id));
    }
    Ok(places)
}

/// How many articles fit the filter.
pub fn count(conn: &mut Conn, filter: &ArticleQuery) -> QueryResult<i64> {
    let mut query = a::table.select(count_star()).into_boxed();
    for condition in conditions(conn, filter, Of::All)? {
        query = query.filter(condition);
    }
    if let Some(search) = &filter.q {
        query = query.filter(published_search::holds(conn, search));
    }
    query.first(conn)
}

/// The sections with those paths, present or former, and those below them when the tree counts.
pub fn sections(conn: &mut Conn, paths: &[String], tree: bool) -> QueryResult<Vec<i64>> {
    use published_sections as s;
    let ids = addresses::ids(conn, NamedKind::Section, paths)?;
    if !tree || ids.is_empty() {
        return Ok(ids);
    }
    let tops: Vec<String> = s::table.filter(s::id.eq_any(&ids)).select(s::path).load(conn)?;
    let mut query = s::table.filter(s::id.eq_any(ids)).select(s::id).into_boxed();
    for (from, before) in tops.iter().map(|path| below(path)) {
        query = query.or_filter(s::path.ge(from).and(s::path.lt(before)));
    }
    query.load(conn)
}

/// What a condition is asked of.
#[derive(Clone, Copy)]
enum Of {
    /// Of a few articles: it is looked up for each of them.
    Each,
    /// Of all: whatever it is true of is read once.
    All,
}

impl Of {
    fn tagged(self, tags: Vec<i64>) -> Condition {
        let theirs = subjects::table.filter(subjects::tag_id.eq_any(tags));
        match self {
            Self::Each => Box::new(exists(theirs.filter(subjects::article_id.eq(a::id)))),
            Self::All => Box::new(a::id.eq_any(theirs.select(subjects::article_id))),
        }
    }

    fn credited(self, authors: Vec<i64>) -> Condition {
        let theirs = credits::table.filter(credits::author_id.eq_any(authors));
        match self {
            Self::Each => Box::new(exists(theirs.filter(credits::article_id.eq(a::id)))),
            Self::All => Box::new(a::id.eq_any(theirs.select(credits::article_id))),
        }
    }
}

/// What is asked for, but for what is searched for.
fn conditions(conn: &mut Conn, filter: &ArticleQuery, of: Of) -> QueryResult<Vec<Condition>> {
    let mut conditions: Vec<Condition> = Vec::new();
    if let Some(Listed(paths)) = &filter.section {
        let sections = sections(conn, paths, filter.section_tree.unwrap_or(true))?;
        conditions.push(Box::new(a::section_id.eq_any(sections)));
    }
    if let Some(Listed(slugs)) = &filter.author {
        conditions.push(of.credited(addresses::ids(conn, NamedKind::Author, slugs)?));
    }
    if let Some(Listed(slugs)) = &filter.tag {
        conditions.push(of.tagged(addresses::ids(conn, NamedKind::Tag, slugs)?));
    }
    if let Some(Listed(slugs)) = &filter.tag_all {
        let found = addresses::ids_by_name(conn, NamedKind::Tag, slugs)?;
        let wanted: BTreeSet<Option<i64>> = slugs.iter().map(|slug| found.get(slug).copied()).collect();
        for tag in wanted {
            // With a tag that does not exist, there is nothing.
            conditions.push(of.tagged(tag.into_iter().collect()));
        }
    }
    if let Some(Listed(slugs)) = &filter.tag_none {
        conditions.push(Box::new(not(of.tagged(addresses::ids(conn, NamedKind::Tag, slugs)?))));
    }
    if let Some(kinds) = &filter.kind {
        conditions.push(Box::new(a::kind.eq_any(kinds.chosen().collect::<Vec<_>>())));
    }
    if let Some(Listed(ranges)) = &filter.language {
        let within = languages(conn)?.into_iter();
        let within = within.filter(|language| ranges.iter().any(|range| language.is_within(range)));
        let within: Vec<String> = within.map(|language| language.to_string()).collect();
        conditions.push(Box::new(a::language.eq_any(within)));
    }
    if let Some(Listed(ids)) = &filter.ids {
        conditions.push(Box::new(a::id.eq_any(ids.clone())));
    }
    if let Some(Listed(ids)) = &filter.exclude_ids {
        conditions.push(Box::new(a::id.ne_all(ids.clone())));
    }
    if let Some(breaking) = filter.is_breaking {
        conditions.push(Box::new(a::is_breaking.eq(breaking)));
    }
    if let Some(featured) = filter.is_featured {
        conditions.push(Box::new(a::is_featured.eq(featured)));
    }
    if let Some(time) = filter.published_after {
        conditions.push(Box::new(a::published_at.ge(time)));
    }
    if let Some(time) = filter.published_before {
        conditions.push(Box::new(a::published_at.lt(time)));
    }
    if let Some(time) = filter.updated_after {
        conditions.push(Box::new(a::updated_at.ge(time)));
    }
    Ok(conditions)
}
