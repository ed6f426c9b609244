//! The clock, which tests can replace.

use std::sync::Arc;

use crate::content::Time;

/// Returns the present time. All code that needs the date takes it from here, so that a test can set it. Code that only
/// measures durations uses `Instant`.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Time + Send + Sync>);

impl Clock {
    /// The clock of the operating system.
    pub fn system() -> Self {
        Self::new(|| chrono::Utc::now().into())
    }

    /// A clock that returns the result of `now`.
    pub fn new(now: impl Fn() -> Time + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The present time.
    pub fn now(&self) -> Time {
        (self.0)()
    }
}
