//! When an article appears, from when it may, and when it goes: schedule, embargo and expiry.

use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use super::workflow::Transition;
use super::{Faults, Time};

/// The times kept with an article, each for itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Timing {
    /// When it will be published by itself.
    pub publish_at: Option<Time>,
    /// Until when it may not be published.
    pub embargo_until: Option<Time>,
    /// When it will be withdrawn by itself.
    pub expires_at: Option<Time>,
}

/// What is asked of an article's times with a step. A time that is not mentioned stays, `Some(None)`
/// takes it away.
#[derive(Clone, Copy, Debug, Default)]
pub struct TimingChange {
    /// When to publish it.
    pub publish_at: Option<Time>,
    /// Until when it may not be published.
    pub embargo_until: Option<Option<Time>>,
    /// When to withdraw it.
    pub expires_at: Option<Option<Time>>,
    /// Whether the embargo is to be broken.
    pub override_embargo: bool,
}

/// What an embargo forbids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Embargoed {
    /// Until when.
    pub until: Time,
}

impl Display for Embargoed {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "The article is under an embargo until {}.", self.until)
    }
}

impl Timing {
    /// The times after `step`, taken at `now`. Faults are noted by the members that were given with
    /// the step.
    ///
    /// Under an embargo nothing is published and nothing is scheduled for an earlier time, and the
    /// embargo itself is only ever moved to a later one, unless it is to be broken; then it is gone.
    pub fn after(
        self,
        step: Transition,
        timing_change: &TimingChange,
        now: Time,
        faults: &mut Faults,
    ) -> Result<Self, Embargoed> {
        refuse_out_of_place(step, timing_change, faults);
        let wished = timing_change.embargo_until.unwrap_or(self.embargo_until);
        let appears = match step {
            Transition::Publish => Some(now),
            Transition::Schedule => faults.required("/publish_at", timing_change.publish_at),
            _ => None,
        };
        if timing_change.publish_at.is_some_and(|time| time <= now) {
            faults.add("/publish_at", "in-the-past", "is not ahead; to publish now, use `publish`");
        }
        let standing =
            self.embargo_until.filter(|until| *until > now && wished.is_none_or(|new| new < *until));
        let in_the_way = wished.filter(|until| appears.is_some_and(|time| time < *until));
        let embargo_until = match standing.or(in_the_way) {
            Some(_) if timing_change.override_embargo => None,
            Some(until) => return Err(Embargoed { until }),
            None => wished,
        };
        Ok(Self {
            publish_at: appears.filter(|_| step == Transition::Schedule),
            embargo_until,
            expires_at: self.expiry_after(step, timing_change, appears.unwrap_or(now), faults),
        })
    }

    /// The expiry after a step that lets the article appear at that time, or leaves it where it is.
    fn expiry_after(
        self,
        step: Transition,
        timing_change: &TimingChange,
        appears: Time,
        faults: &mut Faults,
    ) -> Option<Time> {
        let given = timing_change.expires_at.flatten();
        let expires_at = match step {
            // What is gone does not expire, and is not to vanish by itself when it comes back.
            Transition::Withdraw | Transition::Kill | Transition::Trash | Transition::Restore => return None,
            _ => timing_change.expires_at.unwrap_or(self.expires_at),
        };
        let shows = matches!(step, Transition::Publish | Transition::Schedule);
        if expires_at.filter(|_| shows).or(given).is_some_and(|time| time <= appears) {
            faults.add("/expires_at", "too-early", "the article would expire before it appears");
        }
        expires_at
    }
}

/// Notes times that say nothing with this step.
fn refuse_out_of_place(step: Transition, timing_change: &TimingChange, faults: &mut Faults) {
    if timing_change.publish_at.is_some() && step != Transition::Schedule {
        faults.add("/publish_at", "not-here", "goes with `schedule` only");
    }
    if !matches!(step, Transition::Submit | Transition::Schedule | Transition::Publish) {
        const NOT_HERE: &str = "goes with `submit`, `schedule` and `publish` only";
        if timing_change.embargo_until.is_some() {
            faults.add("/embargo_until", "not-here", NOT_HERE);
        }
        if timing_change.expires_at.is_some() {
            faults.add("/expires_at", "not-here", NOT_HERE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many minutes after the present.
    fn at(minutes: i64) -> Time {
        Time::from_micros(60_000_000 * minutes)
    }

    fn after(
        timing: Timing,
        step: Transition,
        timing_change: TimingChange,
    ) -> Result<(Timing, Vec<String>), Embargoed> {
        let mut faults = Faults::default();
        let timing = timing.after(step, &timing_change, at(0), &mut faults)?;
        let faults = faults.into_result().err().unwrap_or_default();
        Ok((timing, faults.into_iter().filter_map(|fault| fault.pointer).collect()))
    }

    fn embargo(minutes: i64) -> Timing {
        Timing { embargo_until: Some(at(minutes)), ..Timing::default() }
    }

    #[test]
    fn under_an_embargo_nothing_is_published_or_scheduled_earlier() {
        let refused = Err(Embargoed { until: at(5) });
        assert_eq!(after(embargo(5), Transition::Publish, TimingChange::default()), refused);
        let early = TimingChange { publish_at: Some(at(4)), ..TimingChange::default() };
        assert_eq!(after(embargo(5), Transition::Schedule, early), refused);
        let in_time = TimingChange { publish_at: Some(at(5)), ..TimingChange::default() };
        let scheduled = Timing { publish_at: Some(at(5)), ..embargo(5) };
        assert_eq!(after(embargo(5), Transition::Schedule, in_time), Ok((scheduled, vec![])));
        assert_eq!(after(embargo(0), Transition::Publish, TimingChange::default()), Ok((embargo(0), vec![])));
    }

    #[test]
    fn an_embargo_is_moved_to_a_later_time_only() {
        let moved = |to| TimingChange { embargo_until: Some(to), ..TimingChange::default() };
        let submit = |to| after(embargo(5), Transition::Submit, moved(to));
        assert_eq!(submit(Some(at(6))), Ok((embargo(6), vec![])));
        assert_eq!(submit(Some(at(4))), Err(Embargoed { until: at(5) }));
        assert_eq!(submit(None), Err(Embargoed { until: at(5) }));
        assert_eq!(after(embargo(0), Transition::Submit, moved(None)), Ok((Timing::default(), vec![])));
    }

    #[test]
    fn a_broken_embargo_is_gone() {
        let timing_change = TimingChange { override_embargo: true, ..TimingChange::default() };
        assert_eq!(after(embargo(5), Transition::Publish, timing_change), Ok((Timing::default(), vec![])));
    }

    #[test]
    fn nothing_is_scheduled_for_the_past_or_to_expire_before_it_appears() {
        let timing_change = TimingChange {
            publish_at: Some(at(0)),
            expires_at: Some(Some(at(0))),
            ..TimingChange::default()
        };
        let faults = after(Timing::default(), Transition::Schedule, timing_change).map(|(_, faults)| faults);
        assert_eq!(faults, Ok(vec!["/publish_at".to_owned(), "/expires_at".to_owned()]));
        let faults = after(Timing::default(), Transition::Schedule, TimingChange::default());
        assert_eq!(faults.map(|(_, faults)| faults), Ok(vec!["/publish_at".to_owned()]));
        let expired = Timing { expires_at: Some(at(-1)), ..Timing::default() };
        let faults = after(expired, Transition::Publish, TimingChange::default()).map(|(_, faults)| faults);
        assert_eq!(faults, Ok(vec!["/expires_at".to_owned()]));
    }

    #[test]
    fn what_is_taken_back_does_not_expire_any_more() {
        let live = Timing { expires_at: Some(at(5)), ..Timing::default() };
        assert_eq!(after(live, Transition::Publish, TimingChange::default()), Ok((live, vec![])));
        assert_eq!(
            after(live, Transition::Withdraw, TimingChange::default()),
            Ok((Timing::default(), vec![]))
        );
    }

    #[test]
    fn times_that_say_nothing_with_a_step_are_faults() {
        let time = Some(at(5));
        let timing_change = TimingChange {
            publish_at: time,
            embargo_until: Some(time),
            expires_at: Some(time),
            ..TimingChange::default()
        };
        let faults = after(Timing::default(), Transition::Kill, timing_change).map(|(_, faults)| faults);
        assert_eq!(faults.map(|faults| faults.len()), Ok(3));
    }
}
