//! Which articles are on a page of a list, and in which order.
//!
//! A list is read along lanes: all published articles, those of one section, author or tag, or those in which
//! something is found, each in the order of an index. What else is asked for is checked of the articles on the way. So
//! a page costs as much far into the archive as at its beginning. Where few of them fit, it ends before it is full: no
//! question makes the server look at the whole archive.

mod lanes;
mod relevance;
mod store;
mod stretch;
mod tags;
mod ways;

use self::lanes::Lane;
pub use self::store::{count, sections};
pub use self::stretch::Stretch;
pub use self::tags::tags;
use self::ways::Ways;
use super::dto::{ArticleQuery, ArticleSort};
use crate::content::Time;
use crate::db::{Conn, QueryResult};
use crate::http::page::PageRequest;

/// The most articles that are looked at in one step.
const MAX_STEP: usize = 1000;

/// How many articles are looked at for a page at most.
const MAX_LOOKED_AT: usize = 10_000;

/// The sort key of a list: how well it fits what is searched for, when it is ordered by that, the time that it is
/// ordered by, and the News ID.
pub type Key = (i64, i64, i64);

/// A place in an order by time.
type Place = (Time, i64);

/// What was found for a page, in the order in which it is read: as much as it holds, and one more when there is more.
#[derive(Debug)]
pub struct Found<K = Key> {
    /// What it was.
    pub keys: Vec<K>,
    /// Where the search ended, when that was before the page was full and before the end of the list.
    pub end: Option<K>,
}

/// The order in which lanes are read.
#[derive(Clone, Copy, Debug)]
struct Order {
    /// By the time of the last change instead of that of publication.
    by_change: bool,
    ascending: bool,
    /// Only from this time on.
    from: Option<Time>,
    /// Only before this time.
    before: Option<Time>,
}

/// The keys of the articles on a page.
pub fn find(conn: &mut Conn, filter: &ArticleQuery, page: &PageRequest<Key>) -> QueryResult<Found> {
    if filter.sort == Some(ArticleSort::Relevance) {
        return relevance::find(conn, filter, page);
    }
    let wanted = usize::try_from(page.rows()).unwrap_or_default();
    let mut rest = filter.clone();
    let order = Order::take(&mut rest, page.backward());
    let lanes = lanes::take(conn, &mut rest, order)?;
    let fit = |conn: &mut Conn, ahead| store::fitting(conn, &rest, ahead);
    let mut looks = MAX_LOOKED_AT;
    let found = walk(conn, &lanes, order, place(page), wanted, &mut looks, fit)?;
    Ok(found.map(|(time, id)| (0, time.micros(), id)))
}

/// The place that a list is read from, in an order by time.
fn place(page: &PageRequest<Key>) -> Option<Place> {
    page.cursor.as_ref().map(|cursor| (Time::from_micros(cursor.key.1), cursor.key.2))
}

/// Goes along lanes until so many articles have been found that fit, or no more may be looked at.
fn walk(
    conn: &mut Conn,
    lanes: &[Lane],
    order: Order,
    place: Option<Place>,
    wanted: usize,
    looks: &mut usize,
    mut fit: impl FnMut(&mut Conn, Vec<Place>) -> QueryResult<Vec<Place>>,
) -> QueryResult<Found<Place>> {
    let mut ways = Ways::new(lanes, order, place);
    let mut keys = Vec::new();
    let mut step = wanted;
    let end = loop {
        let ahead = ways.ahead(conn, step)?;
        let exhausted = ahead.len() < step;
        let reached = ahead.last().copied();
        *looks = looks.saturating_sub(ahead.len());
        keys.extend(fit(conn, ahead)?);
        if exhausted || keys.len() >= wanted {
            break None;
        }
        if *looks == 0 {
            break reached;
        }
        step = (step * 2).min(MAX_STEP);
    };
    keys.truncate(wanted);
    Ok(Found { keys, end })
}

impl<K> Found<K> {
    fn map<L>(self, mut key: impl FnMut(K) -> L) -> Found<L> {
        Found { end: self.end.map(&mut key), keys: self.keys.into_iter().map(key).collect() }
    }
}

impl Order {
    /// The order that is asked for. The range of its time is taken out of the filter.
    fn take(filter: &mut ArticleQuery, backward: bool) -> Self {
        let sort = filter.sort.unwrap_or_default();
        let by_change = sort == ArticleSort::LastChanged;
        let (from, before) = if by_change {
            (filter.updated_after.take(), None)
        } else {
            (filter.published_after.take(), filter.published_before.take())
        };
        Self { by_change, ascending: (sort == ArticleSort::Oldest) != backward, from, before }
    }
}
