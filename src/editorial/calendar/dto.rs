//! What the calendar takes and answers.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::Appointment;
use crate::content::Time;
use crate::content::vocabulary::CalendarKind;
use crate::http::page::{Limit, PageInfo, excluded_from_filter};

/// Which part of the calendar to list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CalendarQuery {
    /// Only what happens at this time or later; when it is not given, everything that is still to come, and what
    /// is late.
    pub after: Option<Time>,
    /// Only what happens before this time.
    pub before: Option<Time>,
    /// Only what is of this kind.
    pub kind: Option<CalendarKind>,
    /// How many a page holds.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    pub cursor: Option<String>,
}

/// Something that happens to an article by itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarItem {
    /// The News ID.
    pub article_id: i64,
    /// The headline of the working copy.
    pub headline: String,
    /// What happens.
    pub kind: CalendarKind,
    /// When.
    pub at: Time,
}

/// A page of the calendar, earliest first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct CalendarPage {
    /// What happens.
    data: Vec<CalendarItem>,
    /// Where the page lies.
    page: PageInfo,
}

impl From<Appointment> for CalendarItem {
    fn from(appointment: Appointment) -> Self {
        Self {
            article_id: appointment.article_id,
            headline: appointment.headline,
            kind: appointment.kind,
            at: appointment.at,
        }
    }
}
