//! The requested page: how many items, and from which position in which list.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::cursor::{Cursor, Direction};
use super::limit::Limit;
use super::response::{Page, PageInfo};
use crate::content::{Fault, Time};
use crate::http::{Code, Error};

/// Whether the server counts the whole list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// Count every item; this makes the request slower.
    Exact,
}

/// For `skip_serializing_if` on a query's `limit` and `cursor`. They select a page, not a list, so the filter that cursors
/// are bound to leaves them out. A plain `skip_serializing` would remove them from the OpenAPI document as well.
pub fn excluded_from_filter<T>(_: &T) -> bool {
    true
}

/// The page that a client requests.
#[derive(Clone, Debug)]
pub struct PageRequest<K> {
    /// The most items that the page may have.
    pub limit: Limit,
    /// The position to read from; `None` for the start of the list.
    pub cursor: Option<Cursor<K>>,
    list: String,
}

impl<K: Clone + Serialize + DeserializeOwned> PageRequest<K> {
    /// Reads the cursor. Fails with 400 `invalid-cursor` unless it is well formed and was made for the same list: the same
    /// `name`, and a `filter` that serializes to the same members.
    pub fn new(
        name: &str,
        filter: &impl Serialize,
        limit: Limit,
        cursor: Option<&str>,
    ) -> Result<Self, Error> {
        let filter = serde_json::to_vec(filter).map_err(Error::internal)?;
        let digest = Sha256::new().chain_update(name).chain_update([0]).chain_update(filter).finalize();
        let list = URL_SAFE_NO_PAD.encode(&digest[..9]);
        let cursor = cursor.map(|cursor| Self::decode(cursor, &list)).transpose()?;
        Ok(Self { limit, cursor, list })
    }

    fn decode(text: &str, list: &str) -> Result<Cursor<K>, Error> {
        Cursor::decode(text).filter(|cursor| cursor.list == list).ok_or_else(|| {
            let fault = "was not returned for this list, filter and sort order";
            let detail = format!("The cursor {fault}. Request the first page without `cursor`.");
            Error::new(Code::InvalidCursor, detail).with_faults(vec![Fault::parameter(
                "cursor",
                "invalid-cursor",
                fault,
            )])
        })
    }

    /// How many rows to read: one more than the page may have, which shows whether another page follows.
    pub fn rows(&self) -> i64 {
        i64::from(self.limit.get()) + 1
    }

    /// Whether to read the rows against the order of the list, from the cursor back to its start.
    pub fn backward(&self) -> bool {
        self.cursor.as_ref().is_some_and(|cursor| cursor.direction == Direction::Previous)
    }

    /// Makes the page from at most [`Self::rows`] rows. Rows that were read backward are put into the order of the list.
    pub fn page<T>(&self, rows: Vec<T>, key: impl Fn(&T) -> K) -> Page<T> {
        self.page_as_far_as(rows, key, None)
    }

    /// Makes the page from rows of a scan that stopped at the key `end`, before the page was full. The next page continues
    /// from there. With `None` the scan was complete.
    pub fn page_as_far_as<T>(&self, mut rows: Vec<T>, key: impl Fn(&T) -> K, end: Option<K>) -> Page<T> {
        let limit = self.limit.get() as usize;
        let has_more = rows.len() > limit || end.is_some();
        rows.truncate(limit);
        if self.backward() {
            rows.reverse();
        }
        let (has_next, has_previous) = match &self.cursor {
            None => (has_more, false),
            Some(cursor) if cursor.direction == Direction::Next => (has_more, true),
            Some(_) => (true, has_more),
        };
        let (mut first, mut last) = (rows.first().map(&key), rows.last().map(&key));
        if end.is_some() {
            let (near, far) = if self.backward() { (&mut last, &mut first) } else { (&mut first, &mut last) };
            // The position of an empty page is where its scan stopped.
            if near.is_none() {
                near.clone_from(&end);
            }
            *far = end;
        }
        let cursor =
            |key: Option<K>, direction| Cursor { key: key?, direction, list: self.list.clone() }.encode();
        let page = PageInfo {
            limit: self.limit.get(),
            next_cursor: cursor(last.filter(|_| has_next), Direction::Next),
            prev_cursor: cursor(first.filter(|_| has_previous), Direction::Previous),
            total: None,
        };
        Page { data: rows, page }
    }
}

impl PageRequest<(i64, i64)> {
    /// The seek key of a list ordered by time and id: the position that the page starts after.
    pub fn seek_key(&self) -> Option<(Time, i64)> {
        self.cursor.as_ref().map(|cursor| (Time::from_micros(cursor.key.0), cursor.key.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(filter: &str, cursor: Option<&str>) -> Result<PageRequest<(i64, i64)>, Error> {
        PageRequest::new("articles", &filter, Limit(2), cursor)
    }

    fn next(page: &Page<i64>) -> Option<&str> {
        page.page.next_cursor.as_deref()
    }

    #[test]
    fn a_cursor_works_only_with_the_filter_it_was_given_for() {
        let first = request("a", None).map(|request| request.page(vec![9, 8, 7], |id| (0, *id)));
        let Ok(first) = first else { panic!("refused") };
        assert_eq!((first.data.as_slice(), &first.page.prev_cursor), (&[9, 8][..], &None));
        let again = request("a", next(&first)).map(|request| request.cursor.map(|cursor| cursor.key));
        assert_eq!(again.ok(), Some(Some((0, 8))));
        assert!(request("b", next(&first)).is_err());
    }

    #[test]
    fn a_page_read_backward_is_in_list_order_and_has_both_cursors() {
        let Ok(first) = request("a", None).map(|r| r.page(vec![9, 8, 7], |id| (0, *id))) else {
            panic!("refused")
        };
        let second = request("a", next(&first)).map(|r| r.page(vec![7, 6, 5], |id| (0, *id)));
        let Ok(second) = second else { panic!("refused") };
        let Ok(back) = request("a", second.page.prev_cursor.as_deref()) else { panic!("refused") };
        assert!(back.backward());
        let page = back.page(vec![8, 9], |id| (0, *id));
        assert_eq!(page.data, [9, 8]);
        assert!(page.page.prev_cursor.is_none() && page.page.next_cursor.is_some());
    }

    #[test]
    fn a_page_that_is_not_full_has_a_cursor_at_the_end_of_its_scan() {
        let key = |id: &i64| (0, *id);
        let decoded = |cursor: &Option<String>| {
            let cursor = request("a", cursor.as_deref()).ok()?.cursor?;
            Some((cursor.key.1, cursor.direction))
        };
        let page = |cursor: Option<&str>, rows: Vec<i64>, end| {
            let Ok(request) = request("a", cursor) else { panic!("refused") };
            let page = request.page_as_far_as(rows, key, Some((0, end)));
            (page.data, decoded(&page.page.prev_cursor), decoded(&page.page.next_cursor), page.page)
        };
        let (data, before, after, first) = page(None, vec![9], 5);
        assert_eq!((data, before, after), (vec![9], None, Some((5, Direction::Next))));
        let (data, before, after, empty) = page(first.next_cursor.as_deref(), Vec::new(), 2);
        assert_eq!(
            (data, before, after),
            (vec![], Some((2, Direction::Previous)), Some((2, Direction::Next)))
        );
        let (data, before, after, _) = page(empty.prev_cursor.as_deref(), vec![3, 4], 7);
        assert_eq!(
            (data, before, after),
            (vec![4, 3], Some((7, Direction::Previous)), Some((3, Direction::Next)))
        );
    }

    #[test]
    fn an_invalid_text_is_refused_as_cursor() {
        for cursor in ["", "x", "eyJrIjpbMSwyXX0", "____"] {
            assert!(request("a", Some(cursor)).is_err(), "{cursor}");
        }
    }
}
