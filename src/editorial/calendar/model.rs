//! The entries of the calendar.

use crate::content::Time;
use crate::content::vocabulary::CalendarKind;

/// A change that the scheduler will make to an article, or the end of an embargo.
#[derive(Debug)]
pub struct CalendarEntry {
    /// The News ID.
    pub article_id: i64,
    /// The headline of the working copy.
    pub headline: String,
    pub kind: CalendarKind,
    pub at: Time,
}

/// The seek key of the calendar: the time in microseconds, the News ID and the kind.
pub type CalendarKey = (i64, i64, CalendarKind);
