//! The order by relevance to a search.
//!
//! Articles that match in the headline come first (rank 0), then those that match in headline, kicker and lead
//! (rank 1), then all others with the exact words (rank 2). Those that match only by other forms of the words follow in
//! the same order (ranks 3 to 5). Within a rank the newest article comes first. So the first page does not need all
//! matches, and new articles never change the order of the others.

use std::cmp::Reverse;

use super::conditions::Conditions;
use super::order::{Order, SeekKey, SortKey, seek_key};
use super::plan::{MAX_COMPARED, Plan};
use super::scan::{SCAN_BUDGET, Scan, ScanResult};
use crate::content::search::Search;
use crate::db::published_search::{self, SearchScope};
use crate::db::{Conn, QueryResult};
use crate::delivery::articles::dto::ArticleSort;
use crate::http::page::PageRequest;

/// The sort keys of the articles on a page, as [`super::find`] returns them. Without a search there are none.
pub fn find(
    conn: &mut Conn,
    conditions: &Conditions,
    page: &PageRequest<SortKey>,
) -> QueryResult<ScanResult> {
    let Some(search) = &conditions.search else {
        return Ok(ScanResult { keys: Vec::new(), stopped_at: None });
    };
    let order = Order::of(conditions, ArticleSort::Relevance, page.backward());
    match Plan::choose_small(conn, conditions, order)? {
        Some(plan) => sort_all(conn, &plan, search, order, page),
        None => scan_parts(conn, conditions, search, order, page),
    }
}

/// Reads all articles that match, and sorts them in memory.
fn sort_all(
    conn: &mut Conn,
    plan: &Plan,
    search: &Search,
    order: Order,
    page: &PageRequest<SortKey>,
) -> QueryResult<ScanResult> {
    let mut scan = Scan { order, after: None, limit: MAX_COMPARED, budget: SCAN_BUDGET };
    let matches = plan.run(conn, &mut scan, |_, keys| Ok(keys))?.keys;
    let rank_of = ranks(conn, search, &matches)?;
    let mut keys: Vec<SortKey> = matches.into_iter().map(|key| sort_key(rank_of(&key), key)).collect();
    keys.sort_unstable_by_key(best_first);
    if page.backward() {
        keys.reverse();
    }
    let cursor = page.cursor.as_ref().map(|cursor| best_first(&cursor.key));
    keys.retain(|key| {
        let key = best_first(key);
        cursor.is_none_or(|cursor| if page.backward() { key < cursor } else { key > cursor })
    });
    keys.truncate(usize::try_from(page.rows()).unwrap_or_default());
    Ok(ScanResult { keys, stopped_at: None })
}

/// Scans the index of each part in turn, newest first, and skips the articles that match in a better part.
fn scan_parts(
    conn: &mut Conn,
    conditions: &Conditions,
    search: &Search,
    order: Order,
    page: &PageRequest<SortKey>,
) -> QueryResult<ScanResult> {
    let limit = usize::try_from(page.rows()).unwrap_or_default();
    let scopes = SearchScope::best_first(search).iter().copied();
    let mut parts: Vec<(i64, SearchScope)> = (0..).zip(scopes).collect();
    if page.backward() {
        parts.reverse();
    }
    let cursor_rank = page.cursor.as_ref().map(|cursor| cursor.key.0);
    let mut result = ScanResult { keys: Vec::new(), stopped_at: None };
    let mut budget = SCAN_BUDGET;
    for (rank, part) in parts {
        let is_before_cursor =
            cursor_rank.is_some_and(|cursor| if page.backward() { rank > cursor } else { rank < cursor });
        if is_before_cursor || result.keys.len() >= limit || result.stopped_at.is_some() {
            continue;
        }
        let of_this_rank = |conn: &mut Conn, keys: Vec<SeekKey>| {
            if rank == 0 {
                return Ok(keys);
            }
            let rank_of = ranks(conn, search, &keys)?;
            Ok(keys.into_iter().filter(|key| rank_of(key) == rank).collect())
        };
        let plan = Plan::by_words(search, part, Conditions { search: None, ..conditions.clone() });
        let after = if cursor_rank == Some(rank) { seek_key(page) } else { None };
        let mut scan = Scan { order, after, limit: limit - result.keys.len(), budget };
        let of_part = plan.run(conn, &mut scan, of_this_rank)?.map(|key| sort_key(rank, key));
        budget = scan.budget;
        result.keys.extend(of_part.keys);
        result.stopped_at = of_part.stopped_at;
    }
    Ok(result)
}

fn sort_key(rank: i64, (time, id): SeekKey) -> SortKey {
    (rank, time.micros(), id)
}

/// A key that sorts ascending by rank, then descending by time and News ID.
fn best_first(key: &SortKey) -> (i64, Reverse<i64>, Reverse<i64>) {
    (key.0, Reverse(key.1), Reverse(key.2))
}

/// A function that returns the rank of each of these articles: the index of the best part that matches the whole
/// search.
fn ranks(
    conn: &mut Conn,
    search: &Search,
    keys: &[SeekKey],
) -> QueryResult<impl Fn(&SeekKey) -> i64 + use<>> {
    let ids: Vec<i64> = keys.iter().map(|(_, id)| *id).collect();
    let best_scopes = published_search::best_scopes(conn, search, &ids)?;
    let rank = |part: &SearchScope| {
        (0..).zip(SearchScope::BEST_FIRST).find(|(_, other)| other == part).map(|(rank, _)| rank)
    };
    Ok(move |(_, id): &SeekKey| best_scopes.get(id).and_then(rank).unwrap_or(5))
}
