//! The order of a list, and the keys from which a page of it is read.

use super::conditions::Conditions;
use crate::content::Time;
use crate::delivery::articles::dto::ArticleSort;
use crate::http::page::PageRequest;

/// The sort key of a list, as cursors hold it: the rank by relevance (0 in other orders), the time in microseconds,
/// and the News ID.
pub type SortKey = (i64, i64, i64);

/// The position of an article in an order by time: the time and the News ID.
pub type SeekKey = (Time, i64);

/// The order in which a list is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Order {
    /// Sorts by the time of the last change instead of the time of publication.
    pub(super) by_change: bool,
    /// Reads the earliest time first.
    pub(super) ascending: bool,
    /// The earliest time, inclusive.
    pub(super) from: Option<Time>,
    /// The latest time, exclusive.
    pub(super) before: Option<Time>,
}

/// The key after which the page begins; `None` for the first page.
pub fn seek_key(page: &PageRequest<SortKey>) -> Option<SeekKey> {
    page.cursor.as_ref().map(|cursor| (Time::from_micros(cursor.key.1), cursor.key.2))
}

impl Order {
    /// The order of the requested sort, within the conditions on the same time.
    pub fn of(conditions: &Conditions, sort: ArticleSort, backward: bool) -> Self {
        let by_change = sort == ArticleSort::LastChanged;
        let (from, before) = if by_change {
            (conditions.updated_from, None)
        } else {
            (conditions.published_from, conditions.published_before)
        };
        Self { by_change, ascending: (sort == ArticleSort::Oldest) != backward, from, before }
    }

    /// Sorts the keys, and removes those up to and including `after`.
    pub(super) fn arrange(self, keys: &mut Vec<SeekKey>, after: Option<SeekKey>) {
        if self.ascending {
            keys.sort_unstable();
            keys.retain(|key| after.is_none_or(|after| *key > after));
        } else {
            keys.sort_unstable_by(|a, b| b.cmp(a));
            keys.retain(|key| after.is_none_or(|after| *key < after));
        }
    }
}
