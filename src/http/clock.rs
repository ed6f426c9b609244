//! The time, as a thing that can be given.

use std::sync::Arc;

use crate::content::Time;

/// Tells the time. Nothing else in the program asks the system for it, so a test can set it.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Time + Send + Sync>);

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::new(|| chrono::Utc::now().into())
    }

    /// A clock that shows what `now` returns.
    pub fn new(now: impl Fn() -> Time + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The present time.
    pub fn now(&self) -> Time {
        (self.0)()
    }
}
