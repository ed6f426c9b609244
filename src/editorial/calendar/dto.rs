//! The query parameters and the response of the calendar.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::CalendarEntry;
use crate::content::Time;
use crate::content::vocabulary::CalendarKind;
use crate::http::page::{Limit, PageInfo, excluded_from_filter};

/// The filters and the page of the calendar.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CalendarQuery {
    /// Only entries at this time or later. Without it, the list has all future entries, and overdue publications and
    /// expiries.
    pub after: Option<Time>,
    /// Only entries before this time.
    pub before: Option<Time>,
    /// Only entries of this kind.
    pub kind: Option<CalendarKind>,
    /// The number of entries on a page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The `next_cursor` or `prev_cursor` of another page of the same list.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    pub cursor: Option<String>,
}

/// A scheduled publication or expiry of an article, or the end of its embargo.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarItem {
    /// The News ID.
    pub article_id: i64,
    /// The headline of the working copy.
    pub headline: String,
    /// What happens at that time.
    pub kind: CalendarKind,
    /// The time.
    pub at: Time,
}

/// A page of the calendar, earliest first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct CalendarPage {
    /// The entries.
    data: Vec<CalendarItem>,
    /// The cursors of the neighbouring pages.
    page: PageInfo,
}

impl From<CalendarEntry> for CalendarItem {
    fn from(entry: CalendarEntry) -> Self {
        Self { article_id: entry.article_id, headline: entry.headline, kind: entry.kind, at: entry.at }
    }
}
