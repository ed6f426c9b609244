//! The order by how well articles fit what is searched for.
//!
//! What is found in the headline comes before what is found in headline, kicker and lead, and that before all else; of
//! what fits as well, the newest comes first. So the first page needs no look at everything that is found, and
//! articles that are added never change the places of others to each other.

use std::cmp::Reverse;

use super::conditions::Conditions;
use super::plan::{COMPARED, Plan};
use super::{Found, Key, MAX_LOOKED_AT, Order, Place, Walk, place};
use crate::content::search::Search;
use crate::db::published_search::{self, SearchScope};
use crate::db::{Conn, QueryResult};
use crate::delivery::articles::dto::ArticleSort;
use crate::http::page::PageRequest;

/// The keys of the articles on a page, as [`super::find`] gives them.
pub fn find(conn: &mut Conn, conditions: &Conditions, page: &PageRequest<Key>) -> QueryResult<Found> {
    let Some(search) = &conditions.search else { return Ok(Found { keys: Vec::new(), end: None }) };
    let order = Order::of(conditions, ArticleSort::Relevance, page.backward());
    match Plan::choose_few(conn, conditions, order)? {
        Some(plan) => among(conn, &plan, search, order, page),
        None => by_parts(conn, conditions, search, order, page),
    }
}

/// When there are few articles to look at, all of them are put in order.
fn among(
    conn: &mut Conn,
    plan: &Plan,
    search: &Search,
    order: Order,
    page: &PageRequest<Key>,
) -> QueryResult<Found> {
    let mut walk = Walk { order, place: None, wanted: COMPARED, looks: MAX_LOOKED_AT };
    let places = plan.walk(conn, &mut walk, |_, places| Ok(places))?.keys;
    let rank = ranks(conn, search, &places)?;
    let mut keys: Vec<Key> = places.into_iter().map(|place| key(rank(&place), place)).collect();
    keys.sort_unstable_by_key(seek);
    if page.backward() {
        keys.reverse();
    }
    let start = page.cursor.as_ref().map(|cursor| seek(&cursor.key));
    let after = |key: &Key| {
        start.is_none_or(|start| if page.backward() { seek(key) < start } else { seek(key) > start })
    };
    keys.retain(after);
    keys.truncate(usize::try_from(page.rows()).unwrap_or_default());
    Ok(Found { keys, end: None })
}

/// Else each part is gone through, the newest first, and what was found in a better one is left out.
fn by_parts(
    conn: &mut Conn,
    conditions: &Conditions,
    search: &Search,
    order: Order,
    page: &PageRequest<Key>,
) -> QueryResult<Found> {
    let wanted = usize::try_from(page.rows()).unwrap_or_default();
    let mut parts: Vec<(i64, SearchScope)> = (0..).zip(SearchScope::BEST_FIRST).collect();
    if page.backward() {
        parts.reverse();
    }
    let begun = page.cursor.as_ref().map(|cursor| cursor.key.0);
    let mut found = Found { keys: Vec::new(), end: None };
    let mut looks = MAX_LOOKED_AT;
    for (rank, part) in parts {
        let passed = begun.is_some_and(|begun| if page.backward() { rank > begun } else { rank < begun });
        if passed || found.keys.len() >= wanted || found.end.is_some() {
            continue;
        }
        let start = if begun == Some(rank) { place(page) } else { None };
        let of_this_rank = |conn: &mut Conn, places: Vec<Place>| {
            if rank == 0 {
                return Ok(places);
            }
            let rank_of = ranks(conn, search, &places)?;
            Ok(places.into_iter().filter(|place| rank_of(place) == rank).collect())
        };
        let plan = Plan::along_words(search, part, Conditions { search: None, ..conditions.clone() });
        let mut walk = Walk { order, place: start, wanted: wanted - found.keys.len(), looks };
        let more = plan.walk(conn, &mut walk, of_this_rank)?.map(|place| key(rank, place));
        looks = walk.looks;
        found.keys.extend(more.keys);
        found.end = more.end;
    }
    Ok(found)
}

fn key(rank: i64, (time, id): Place) -> Key {
    (rank, time.micros(), id)
}

fn seek(key: &Key) -> (i64, Reverse<i64>, Reverse<i64>) {
    (key.0, Reverse(key.1), Reverse(key.2))
}

/// How well articles fit in which everything is found: the number of the best part that holds it all.
fn ranks(conn: &mut Conn, search: &Search, places: &[Place]) -> QueryResult<impl Fn(&Place) -> i64 + use<>> {
    let ids: Vec<i64> = places.iter().map(|(_, id)| *id).collect();
    let best = published_search::best_scopes(conn, search, &ids)?;
    let rank = |part: &SearchScope| {
        (0..).zip(SearchScope::BEST_FIRST).find(|(_, other)| other == part).map(|(rank, _)| rank)
    };
    Ok(move |(_, id): &Place| best.get(id).and_then(rank).unwrap_or(2))
}
