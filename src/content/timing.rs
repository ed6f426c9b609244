//! Schedule, embargo and expiry of an article, and how transitions change them.

use serde::Serialize;

use super::workflow::Transition;
use super::{Faults, Time};

/// The times of an article that the scheduler and the workflow use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Timing {
    /// When the scheduler will publish the article.
    pub publish_at: Option<Time>,
    /// When the embargo ends. The article must not be published before.
    pub embargo_until: Option<Time>,
    /// When the scheduler will withdraw the article.
    pub expires_at: Option<Time>,
}

/// The changes of the times that a transition requests. The outer `None` leaves a time as it is, `Some(None)` removes it.
#[derive(Clone, Copy, Debug, Default)]
pub struct TimingChange {
    /// When to publish the article.
    pub publish_at: Option<Time>,
    /// When the embargo ends.
    pub embargo_until: Option<Option<Time>>,
    /// When to withdraw the article.
    pub expires_at: Option<Option<Time>>,
    /// Whether to override the embargo, which removes it.
    pub override_embargo: bool,
}

/// An embargo forbids the transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "The article is under an embargo until {until}. Wait until then, or ask an admin to override it with `override_embargo`."
)]
pub struct Embargoed {
    /// When the embargo ends.
    pub until: Time,
}

impl Timing {
    /// The times after `transition` at `now`. Invalid times are recorded as faults of the request's members.
    ///
    /// Before the end of an embargo, the article cannot be published or scheduled for an earlier time, and the embargo can only
    /// be moved to a later time. `override_embargo` allows both and removes the embargo.
    pub fn after(
        self,
        transition: Transition,
        timing_change: &TimingChange,
        now: Time,
        faults: &mut Faults,
    ) -> Result<Self, Embargoed> {
        refuse_unused_times(transition, timing_change, faults);
        let requested = timing_change.embargo_until.unwrap_or(self.embargo_until);
        let visible_from = match transition {
            Transition::Publish => Some(now),
            Transition::Schedule => faults.required("/publish_at", timing_change.publish_at),
            _ => None,
        };
        if timing_change.publish_at.is_some_and(|time| time <= now) {
            faults.add(
                "/publish_at",
                "in-the-past",
                "must be in the future: to publish the article now, use the transition `publish`",
            );
        }
        let shortened =
            self.embargo_until.filter(|until| *until > now && requested.is_none_or(|new| new < *until));
        let violated = requested.filter(|until| visible_from.is_some_and(|time| time < *until));
        let embargo_until = match shortened.or(violated) {
            Some(_) if timing_change.override_embargo => None,
            Some(until) => return Err(Embargoed { until }),
            None => requested,
        };
        Ok(Self {
            publish_at: visible_from.filter(|_| transition == Transition::Schedule),
            embargo_until,
            expires_at: self.expiry_after(transition, timing_change, visible_from.unwrap_or(now), faults),
        })
    }

    /// The expiry after a transition. `visible_from` is the time from which the article is visible, or the present time.
    fn expiry_after(
        self,
        transition: Transition,
        timing_change: &TimingChange,
        visible_from: Time,
        faults: &mut Faults,
    ) -> Option<Time> {
        let given = timing_change.expires_at.flatten();
        let expires_at = match transition {
            // An article that is not public has no expiry: the scheduler must not withdraw it after a later publication.
            Transition::Withdraw | Transition::Kill | Transition::Trash | Transition::Restore => return None,
            _ => timing_change.expires_at.unwrap_or(self.expires_at),
        };
        let publishes = matches!(transition, Transition::Publish | Transition::Schedule);
        if expires_at.filter(|_| publishes).or(given).is_some_and(|time| time <= visible_from) {
            faults.add("/expires_at", "too-early", "must be in the future and later than the publish time");
        }
        expires_at
    }
}

/// Records a fault for each time that this transition does not use.
fn refuse_unused_times(transition: Transition, timing_change: &TimingChange, faults: &mut Faults) {
    if timing_change.publish_at.is_some() && transition != Transition::Schedule {
        faults.add("/publish_at", "not-here", "is allowed with the transition `schedule` only");
    }
    if !matches!(transition, Transition::Submit | Transition::Schedule | Transition::Publish) {
        const NOT_HERE: &str = "is allowed with the transitions `submit`, `schedule` and `publish` only";
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

    /// A time that many minutes after the present, which is the Unix epoch.
    fn at(minutes: i64) -> Time {
        Time::from_micros(60_000_000 * minutes)
    }

    fn after(
        timing: Timing,
        transition: Transition,
        timing_change: TimingChange,
    ) -> Result<(Timing, Vec<String>), Embargoed> {
        let mut faults = Faults::default();
        let timing = timing.after(transition, &timing_change, at(0), &mut faults)?;
        let faults = faults.into_result().err().unwrap_or_default();
        Ok((timing, faults.into_iter().filter_map(|fault| fault.pointer).collect()))
    }

    fn embargo(minutes: i64) -> Timing {
        Timing { embargo_until: Some(at(minutes)), ..Timing::default() }
    }

    #[test]
    fn an_embargo_forbids_publishing_and_scheduling_before_its_end() {
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
    fn an_embargo_can_only_be_extended() {
        let moved = |to| TimingChange { embargo_until: Some(to), ..TimingChange::default() };
        let submit = |to| after(embargo(5), Transition::Submit, moved(to));
        assert_eq!(submit(Some(at(6))), Ok((embargo(6), vec![])));
        assert_eq!(submit(Some(at(4))), Err(Embargoed { until: at(5) }));
        assert_eq!(submit(None), Err(Embargoed { until: at(5) }));
        assert_eq!(after(embargo(0), Transition::Submit, moved(None)), Ok((Timing::default(), vec![])));
    }

    #[test]
    fn overriding_an_embargo_removes_it() {
        let timing_change = TimingChange { override_embargo: true, ..TimingChange::default() };
        assert_eq!(after(embargo(5), Transition::Publish, timing_change), Ok((Timing::default(), vec![])));
    }

    #[test]
    fn schedules_must_be_in_the_future_and_expiries_after_the_publish_time() {
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
    fn withdrawing_removes_the_expiry() {
        let live = Timing { expires_at: Some(at(5)), ..Timing::default() };
        assert_eq!(after(live, Transition::Publish, TimingChange::default()), Ok((live, vec![])));
        assert_eq!(
            after(live, Transition::Withdraw, TimingChange::default()),
            Ok((Timing::default(), vec![]))
        );
    }

    #[test]
    fn unused_times_are_faults() {
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
