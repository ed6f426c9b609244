//! Lists in pages: limits, cursors and links.

use actix_web::HttpRequest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::Code;
use crate::Error;
use crate::content::cache_tags::{CacheTags, Tagged};
use crate::content::{Fault, Time};

/// How many things a page may hold: 1 to 100, 20 unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Limit(u32);

impl Limit {
    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let limit = u32::deserialize(deserializer).ok().filter(|limit| (1..=100).contains(limit));
        limit.map(Self).ok_or_else(|| D::Error::custom("must be a whole number from 1 to 100"))
    }
}

/// Whether a list is to be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// To the last one.
    Exact,
}

/// Keeps a query's `limit` and `cursor` out of the filter that cursors are tied to: they say which
/// page of the list is wanted, not which list. (A plain `skip_serializing` would keep them out of the
/// API's document as well.)
pub fn not_of_the_filter<T>(_: &T) -> bool {
    true
}

/// Which way a page lies from its cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// After it, in the list's order.
    #[serde(rename = "n")]
    Next,
    /// Before it.
    #[serde(rename = "p")]
    Previous,
}

/// A place in a list: the sort key of the thing beside it, and the way to go from there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor<K> {
    /// The sort key.
    #[serde(rename = "k")]
    pub key: K,
    /// The way to go.
    #[serde(rename = "w")]
    pub way: Direction,
    /// What list and filter it belongs to.
    #[serde(rename = "f")]
    list: String,
}

/// The page a client asks for: how much, and from where in which list.
#[derive(Clone, Debug)]
pub struct PageRequest<K> {
    /// How many things.
    pub limit: Limit,
    /// From where; the start of the list without.
    pub cursor: Option<Cursor<K>>,
    list: String,
}

impl<K: Clone + Serialize + DeserializeOwned> PageRequest<K> {
    /// Reads the cursor. It must have been given for this very list: the same `name`, and a
    /// `filter` that serialises to the same members; else 400 `invalid-cursor`.
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
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        let cursor = bytes.and_then(|bytes| serde_json::from_slice::<Cursor<K>>(&bytes).ok());
        cursor.filter(|cursor| cursor.list == list).ok_or_else(|| {
            let detail = "was not given for this list, filter and sort";
            Error::new(Code::InvalidCursor, format!("The cursor {detail}."))
                .with_faults(vec![Fault::parameter("cursor", "invalid-cursor", detail)])
        })
    }

    /// How many rows to ask the database for: one more than the page holds, to learn whether more
    /// follow.
    pub fn rows(&self) -> i64 {
        i64::from(self.limit.get()) + 1
    }

    /// Whether the rows are wanted against the list's order, nearest to the cursor first.
    pub fn backward(&self) -> bool {
        self.cursor.as_ref().is_some_and(|cursor| cursor.way == Direction::Previous)
    }

    /// Makes the page of the rows found. Rows found backward are put back in the list's order.
    pub fn page<T>(&self, rows: Vec<T>, key: impl Fn(&T) -> K) -> Page<T> {
        self.page_as_far_as(rows, key, None)
    }

    /// Makes the page of the rows found up to the key where the search for them ended before the page was full. The
    /// next page goes on from there.
    pub fn page_as_far_as<T>(&self, mut rows: Vec<T>, key: impl Fn(&T) -> K, end: Option<K>) -> Page<T> {
        let limit = self.limit.get() as usize;
        let more = rows.len() > limit || end.is_some();
        rows.truncate(limit);
        if self.backward() {
            rows.reverse();
        }
        let (has_next, has_previous) = match &self.cursor {
            None => (more, false),
            Some(cursor) if cursor.way == Direction::Next => (more, true),
            Some(_) => (true, more),
        };
        let (mut first, mut last) = (rows.first().map(&key), rows.last().map(&key));
        if end.is_some() {
            let (near, far) = if self.backward() { (&mut last, &mut first) } else { (&mut first, &mut last) };
            // An empty page lies where the search for it ended.
            if near.is_none() {
                near.clone_from(&end);
            }
            *far = end;
        }
        let cursor = |key: Option<K>, way| {
            let cursor = Cursor { key: key?, way, list: self.list.clone() };
            serde_json::to_vec(&cursor).ok().map(|bytes| URL_SAFE_NO_PAD.encode(bytes))
        };
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
    /// The place that a list ordered by a time and an id is read from, after its cursor.
    pub fn place(&self) -> Option<(Time, i64)> {
        self.cursor.as_ref().map(|cursor| (Time::from_micros(cursor.key.0), cursor.key.1))
    }
}

/// One page of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Page<T> {
    /// The things, in the list's order.
    pub data: Vec<T>,
    /// Where the page lies.
    pub page: PageInfo,
}

/// Where a page lies in its list. The same links are in the `Link` header (RFC 8288).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PageInfo {
    /// The most things the page may hold.
    #[schema(minimum = 1, maximum = 100)]
    pub limit: u32,
    /// Send it as `cursor` to get what follows; null at the end of the list.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Send it as `cursor` to get what comes before; null at the start of the list.
    #[schema(required)]
    pub prev_cursor: Option<String>,
    /// How many things the list has in all, when that was asked for and the list can tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub total: Option<i64>,
}

impl<T> Page<T> {
    /// The only page of a list.
    pub fn only(data: Vec<T>, limit: Limit) -> Self {
        let page = PageInfo { limit: limit.get(), next_cursor: None, prev_cursor: None, total: None };
        Self { data, page }
    }

    /// The page with how many things its list has in all, if that is known.
    pub fn with_total(self, total: Option<i64>) -> Self {
        Self { page: PageInfo { total, ..self.page }, ..self }
    }

    /// The page with each thing turned into another.
    pub fn map<U>(self, view: impl FnMut(T) -> U) -> Page<U> {
        Page { data: self.data.into_iter().map(view).collect(), page: self.page }
    }

    /// The page with each thing turned into another, if that succeeds for all.
    pub fn try_map<U, E>(self, view: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        Ok(Page { data: self.data.into_iter().map(view).collect::<Result<_, _>>()?, page: self.page })
    }

    /// The value of the `Link` header for the page that answers `request`.
    pub fn links(&self, request: &HttpRequest) -> String {
        let kept: Vec<&str> = request
            .query_string()
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="))
            .collect();
        let link = |cursor: Option<&str>, relation: &str| {
            let cursor = cursor.map(|cursor| format!("cursor={cursor}"));
            let query: Vec<&str> = kept.iter().copied().chain(cursor.as_deref()).collect();
            let mark = if query.is_empty() { "" } else { "?" };
            format!(r#"<{}{mark}{}>; rel="{relation}""#, request.path(), query.join("&"))
        };
        let mut links = vec![link(None, "first")];
        links.extend(self.page.prev_cursor.as_deref().map(|cursor| link(Some(cursor), "prev")));
        links.extend(self.page.next_cursor.as_deref().map(|cursor| link(Some(cursor), "next")));
        links.join(", ")
    }
}

impl<T: Tagged> Tagged for Page<T> {
    fn tag(&self, tags: &mut CacheTags) {
        self.data.tag(tags);
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
    fn a_page_found_backward_is_put_back_in_order_and_knows_both_ways() {
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
    fn a_page_that_is_not_full_leads_on_from_where_the_search_for_it_ended() {
        let key = |id: &i64| (0, *id);
        let leads = |cursor: &Option<String>| {
            let cursor = request("a", cursor.as_deref()).ok()?.cursor?;
            Some((cursor.key.1, cursor.way))
        };
        let page = |cursor: Option<&str>, rows: Vec<i64>, end| {
            let Ok(request) = request("a", cursor) else { panic!("refused") };
            let page = request.page_as_far_as(rows, key, Some((0, end)));
            (page.data, leads(&page.page.prev_cursor), leads(&page.page.next_cursor), page.page)
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
    fn garbage_is_no_cursor() {
        for cursor in ["", "x", "eyJrIjpbMSwyXX0", "____"] {
            assert!(request("a", Some(cursor)).is_err(), "{cursor}");
        }
    }
}
