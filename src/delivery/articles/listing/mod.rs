//! Which articles are on a page of a list, and in which order.
//!
//! A list is read along lanes: all published articles, those of one section, author or tag, or those in which
//! something is found, each in the order of an index. What else is asked for is checked of the articles on the way. So
//! a page costs as much far into the archive as at its beginning.

mod lanes;
mod relevance;
mod store;
mod stretch;
mod ways;

use self::lanes::Lane;
pub use self::store::{count, sections};
pub use self::stretch::Stretch;
use self::ways::Ways;
use super::dto::{ArticleQuery, ArticleSort};
use crate::content::Time;
use crate::db::{Conn, QueryResult};
use crate::http::page::PageRequest;

/// The most articles that are looked at in one step.
const MAX_STEP: usize = 1000;

/// The sort key of a list: how well it fits what is searched for, when it is ordered by that, the time that it is
/// ordered by, and the News ID.
pub type Key = (i64, i64, i64);

/// A place in an order by time.
type Place = (Time, i64);

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

/// The keys of the articles on a page, and of one more when there are more, in the order in which they
/// are read.
pub fn find(conn: &mut Conn, filter: &ArticleQuery, page: &PageRequest<Key>) -> QueryResult<Vec<Key>> {
    if filter.sort == Some(ArticleSort::Relevance) {
        return relevance::find(conn, filter, page);
    }
    let wanted = usize::try_from(page.rows()).unwrap_or_default();
    let mut rest = filter.clone();
    let order = Order::take(&mut rest, page.backward());
    let lanes = lanes::take(conn, &mut rest, order)?;
    let fit = |conn: &mut Conn, ahead| store::fitting(conn, &rest, ahead);
    let found = walk(conn, &lanes, order, place(page), wanted, fit)?;
    Ok(found.into_iter().map(|(time, id)| (0, time.micros(), id)).collect())
}

/// The place that a list is read from, in an order by time.
fn place(page: &PageRequest<Key>) -> Option<Place> {
    page.cursor.as_ref().map(|cursor| (Time::from_micros(cursor.key.1), cursor.key.2))
}

/// Goes along lanes until so many articles have been found that fit.
fn walk(
    conn: &mut Conn,
    lanes: &[Lane],
    order: Order,
    place: Option<Place>,
    wanted: usize,
    mut fit: impl FnMut(&mut Conn, Vec<Place>) -> QueryResult<Vec<Place>>,
) -> QueryResult<Vec<Place>> {
    let mut ways = Ways::new(lanes, order, place);
    let mut found = Vec::new();
    let mut step = wanted;
    loop {
        let ahead = ways.ahead(conn, step)?;
        let exhausted = ahead.len() < step;
        found.extend(fit(conn, ahead)?);
        if exhausted || found.len() >= wanted {
            break;
        }
        step = (step * 2).min(MAX_STEP);
    }
    found.truncate(wanted);
    Ok(found)
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
