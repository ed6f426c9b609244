//! Which articles are on a page of a list, and in which order.
//!
//! A list is read along one index: the articles with a term, in the order of a time. Of several conditions that which the
//! fewest articles fulfil leads, and the others are checked on the way. So a page costs as much far into the archive as at
//! its beginning. Where few articles fulfil all conditions, a page ends before it is full: but for counting, nothing
//! makes the server look at the whole archive.

mod conditions;
mod plan;
mod relevance;
pub mod store;
mod tags;

pub use self::conditions::Conditions;
use self::plan::Plan;
pub use self::tags::tags;
use super::dto::ArticleSort;
use crate::content::Time;
use crate::db::{Conn, QueryResult};
use crate::http::page::PageRequest;

/// The most articles that are looked at in one step.
const MAX_STEP: usize = 2500;

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

/// The order in which a list is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Order {
    /// By the time of the last change instead of that of publication.
    by_change: bool,
    ascending: bool,
    /// Only from this time on.
    from: Option<Time>,
    /// Only before this time.
    before: Option<Time>,
}

/// The keys of the articles on a page.
pub fn find(
    conn: &mut Conn,
    conditions: &Conditions,
    sort: ArticleSort,
    page: &PageRequest<Key>,
) -> QueryResult<Found> {
    if conditions.are_impossible() {
        return Ok(Found { keys: Vec::new(), end: None });
    }
    if sort == ArticleSort::Relevance {
        return relevance::find(conn, conditions, page);
    }
    let order = Order::of(conditions, sort, page.backward());
    let wanted = usize::try_from(page.rows()).unwrap_or_default();
    let plan = Plan::choose(conn, conditions, order)?;
    let mut walk = Walk { order, place: place(page), wanted, looks: MAX_LOOKED_AT };
    let found = plan.walk(conn, &mut walk, |_, places| Ok(places))?;
    Ok(found.map(|(time, id)| (0, time.micros(), id)))
}

/// The place that a list is read from, in an order by time.
pub fn place(page: &PageRequest<Key>) -> Option<Place> {
    page.cursor.as_ref().map(|cursor| (Time::from_micros(cursor.key.1), cursor.key.2))
}

/// How far a list is read.
struct Walk {
    order: Order,
    /// From after this place on.
    place: Option<Place>,
    /// Until so many articles are found.
    wanted: usize,
    /// Or until so many articles were looked at.
    looks: usize,
}

impl Walk {
    /// Reads on until it has found enough, has reached the end of the list, or has looked at as many articles as it may. `see` is
    /// given a place and a number, and looks at about that many articles after the place.
    fn run(
        &mut self,
        first_step: usize,
        mut see: impl FnMut(Option<Place>, usize) -> QueryResult<Sight>,
    ) -> QueryResult<Found<Place>> {
        let mut keys = Vec::new();
        let mut step = first_step.clamp(self.wanted, MAX_STEP);
        let end = loop {
            let sight = see(self.place, step)?;
            self.looks = self.looks.saturating_sub(step);
            self.place = sight.go_on_from.or(self.place);
            keys.extend(sight.fitting);
            if sight.go_on_from.is_none() || keys.len() >= self.wanted {
                break None;
            }
            if self.looks == 0 {
                break self.place;
            }
            step = (step * 4).min(MAX_STEP).min(self.looks);
        };
        keys.truncate(self.wanted);
        Ok(Found { keys, end })
    }
}

/// What was seen in one step.
struct Sight {
    /// The articles that fit, each once.
    fitting: Vec<Place>,
    /// The last place that was seen, when there may be more.
    go_on_from: Option<Place>,
}

impl<K> Found<K> {
    fn map<L>(self, mut key: impl FnMut(K) -> L) -> Found<L> {
        Found { end: self.end.map(&mut key), keys: self.keys.into_iter().map(key).collect() }
    }
}

impl Order {
    /// The order that is asked for, within the range of its time.
    pub fn of(conditions: &Conditions, sort: ArticleSort, backward: bool) -> Self {
        let by_change = sort == ArticleSort::LastChanged;
        let (from, before) = if by_change {
            (conditions.updated_from, None)
        } else {
            (conditions.published_from, conditions.published_before)
        };
        Self { by_change, ascending: (sort == ArticleSort::Oldest) != backward, from, before }
    }

    /// Puts places into the order, and leaves out what does not come after `place`.
    fn arrange(self, places: &mut Vec<Place>, place: Option<Place>) {
        if self.ascending {
            places.sort_unstable();
            places.retain(|other| place.is_none_or(|place| *other > place));
        } else {
            places.sort_unstable_by(|a, b| b.cmp(a));
            places.retain(|other| place.is_none_or(|place| *other < place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_in_few_steps_and_ends_before_too_much_is_looked_at() {
        for wanted in [2, 21, 101] {
            let (mut steps, mut seen) = (0, 0);
            let mut walk = Walk { order: Order::default(), place: None, wanted, looks: MAX_LOOKED_AT };
            let found = walk.run(0, |_, step| {
                (steps, seen) = (steps + 1, seen + step);
                let go_on_from = Some((Time::from_micros(0), i64::try_from(seen).unwrap_or_default()));
                Ok(Sight { fitting: Vec::new(), go_on_from })
            });
            let end = found.ok().and_then(|found| found.end).map(|(_, id)| id);
            assert_eq!((seen, end), (MAX_LOOKED_AT, Some(10_000)), "{wanted}");
            assert!(steps <= 9, "{steps} steps for {wanted}");
        }
    }
}
