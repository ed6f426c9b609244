//! Finds which articles are on a page of a list, and in which order.
//!
//! A list is read from one index range: the articles with a term, in the order of a time. If several conditions
//! apply, the most selective one drives the scan, and each row is checked against the others. So a page deep in the
//! archive costs as much as the first one. If few articles match, a page ends before it is full, because a scan
//! reads at most `SCAN_BUDGET` rows. Only `count=exact` reads the whole archive.

mod cache_tags;
mod conditions;
mod order;
mod plan;
mod relevance;
mod scan;
pub mod store;

pub use self::cache_tags::cache_tags;
pub use self::conditions::Conditions;
pub use self::order::{Order, SeekKey, SortKey, seek_key};
use self::plan::Plan;
use self::scan::{SCAN_BUDGET, Scan, ScanResult};
use super::dto::ArticleSort;
use crate::db::{Conn, QueryResult};
use crate::http::page::PageRequest;

/// The sort keys of the articles on a page, in the order in which they are read: at most `page.rows()`.
pub fn find(
    conn: &mut Conn,
    conditions: &Conditions,
    sort: ArticleSort,
    page: &PageRequest<SortKey>,
) -> QueryResult<ScanResult> {
    if conditions.match_nothing() {
        return Ok(ScanResult { keys: Vec::new(), stopped_at: None });
    }
    if sort == ArticleSort::Relevance {
        return relevance::find(conn, conditions, page);
    }
    let order = Order::of(conditions, sort, page.backward());
    let limit = usize::try_from(page.rows()).unwrap_or_default();
    let plan = Plan::choose(conn, conditions, order)?;
    let mut scan = Scan { order, after: seek_key(page), limit, budget: SCAN_BUDGET };
    let result = plan.run(conn, &mut scan, |_, keys| Ok(keys))?;
    Ok(result.map(|(time, id)| (0, time.micros(), id)))
}
