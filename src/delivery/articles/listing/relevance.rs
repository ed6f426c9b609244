//! The order by how well articles fit what is searched for.
//!
//! What is found in the headline comes before what is found in headline, kicker and lead, and that before all else; of
//! what fits as well, the newest comes first. So the first page needs no look at everything that is found, and
//! articles that are added never change the places of others to each other.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::lanes::{self, COMPARED, Lane};
use super::store::{self, Opening};
use super::{Key, Order, Place, place, walk};
use crate::content::Time;
use crate::content::search::Search;
use crate::db::published_search::Part;
use crate::db::{Conn, QueryResult};
use crate::delivery::articles::dto::ArticleQuery;
use crate::http::page::PageRequest;

/// Where everything is found, the best first.
const PARTS: [Part; 3] = [Part::Headline, Part::Opening, Part::Whole];

/// The keys of the articles on a page, as [`super::find`] gives them.
pub fn find(conn: &mut Conn, filter: &ArticleQuery, page: &PageRequest<Key>) -> QueryResult<Vec<Key>> {
    let Some(search) = &filter.q else { return Ok(Vec::new()) };
    let mut rest = filter.clone();
    let order = Order::take(&mut rest, page.backward());
    let choice = lanes::choice(conn, &rest, order)?;
    match lanes::shortest(conn, choice, order)? {
        (Some(few), true) => among(conn, &few.lanes, &rest, search, order, page),
        _ => by_parts(conn, &rest, search, order, page),
    }
}

/// When there are few articles to look at, all of them are put in order.
fn among(
    conn: &mut Conn,
    lanes: &[Lane],
    filter: &ArticleQuery,
    search: &Search,
    order: Order,
    page: &PageRequest<Key>,
) -> QueryResult<Vec<Key>> {
    let fit = |conn: &mut Conn, ahead| store::fitting(conn, filter, ahead);
    let places = walk(conn, lanes, order, None, COMPARED, fit)?;
    let ranks = ranks(conn, search, &places)?;
    let mut keys: Vec<Key> = places.into_iter().map(|place| key(rank_of(&ranks, place), place)).collect();
    keys.sort_unstable_by_key(in_order);
    if page.backward() {
        keys.reverse();
    }
    let start = page.cursor.as_ref().map(|cursor| in_order(&cursor.key));
    let after = |key: &Key| {
        start.is_none_or(|start| if page.backward() { in_order(key) < start } else { in_order(key) > start })
    };
    keys.retain(after);
    keys.truncate(usize::try_from(page.rows()).unwrap_or_default());
    Ok(keys)
}

/// Else each part is gone through, the newest first, and what was found in a better one is left out.
fn by_parts(
    conn: &mut Conn,
    filter: &ArticleQuery,
    search: &Search,
    order: Order,
    page: &PageRequest<Key>,
) -> QueryResult<Vec<Key>> {
    let wanted = usize::try_from(page.rows()).unwrap_or_default();
    let rest = ArticleQuery { q: None, ..filter.clone() };
    let mut parts: Vec<(i64, Part)> = (0..).zip(PARTS).collect();
    if page.backward() {
        parts.reverse();
    }
    let begun = page.cursor.as_ref().map(|cursor| cursor.key.0);
    let mut keys = Vec::new();
    for (rank, part) in parts {
        let passed = begun.is_some_and(|begun| if page.backward() { rank > begun } else { rank < begun });
        if passed || keys.len() >= wanted {
            continue;
        }
        let start = if begun == Some(rank) { place(page) } else { None };
        let fit = |conn: &mut Conn, ahead| {
            let fitting = store::fitting(conn, &rest, ahead)?;
            if rank == 0 {
                return Ok(fitting);
            }
            let ranks = ranks(conn, search, &fitting)?;
            Ok(fitting.into_iter().filter(|place| rank_of(&ranks, *place) == rank).collect())
        };
        let lanes = [Lane::Words(search.clone(), part)];
        let found = walk(conn, &lanes, order, start, wanted - keys.len(), fit)?;
        keys.extend(found.into_iter().map(|place| key(rank, place)));
    }
    Ok(keys)
}

fn key(rank: i64, (time, id): Place) -> Key {
    (rank, time.micros(), id)
}

fn in_order(key: &Key) -> (i64, Reverse<i64>, Reverse<i64>) {
    (key.0, Reverse(key.1), Reverse(key.2))
}

/// How well articles fit, by News ID: the number of the part in which everything is found.
fn ranks(conn: &mut Conn, search: &Search, places: &[Place]) -> QueryResult<HashMap<i64, i64>> {
    let ids = places.iter().map(|(_, id)| *id).collect();
    let openings = store::openings(conn, ids)?;
    Ok(openings.into_iter().map(|opening| (opening.id, rank(search, &opening))).collect())
}

fn rank_of(ranks: &HashMap<i64, i64>, (_, id): (Time, i64)) -> i64 {
    ranks.get(&id).copied().unwrap_or(2)
}

fn rank(search: &Search, opening: &Opening) -> i64 {
    let headline = opening.headline.as_str();
    let others = [opening.kicker.as_deref(), opening.lead.as_deref()];
    if search.is_found_in([headline]) {
        0
    } else if search.is_found_in([headline].into_iter().chain(others.into_iter().flatten())) {
        1
    } else {
        2
    }
}
