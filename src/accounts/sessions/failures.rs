//! Sign-ins that failed: after so many, an account or a network has to wait.
//!
//! They are counted in the database, so that all servers on it know of them. At sign-in they cost no transaction of
//! their own: an attempt is judged where its account is looked up, and counted where its outcome is written down. Attempts that run at
//! the same moment are judged once more then, one after the other, so that no more than the quota learn whether
//! their password was right.

use std::net::IpAddr;

use super::failures_store as store;
use crate::Error;
use crate::accounts::store::canonical_email;
use crate::content::Time;
use crate::content::secret::digest;
use crate::db::Conn;
use crate::http::limits::{Policy, Throttle, Usage, policy, too_many};

/// How many sign-ins to one account may fail, whoever tries.
static PER_ACCOUNT: Policy = policy!("failed-sign-ins-to-an-account", 10, 900);

/// How many sign-ins from one network may fail, whichever account is tried.
static PER_NETWORK: Policy = policy!("failed-sign-ins-from-a-network", 30, 900);

/// How many refusals of an API key are written down: more would only fill the log.
static NOTED_PER_KEY: Policy = policy!("refusals-of-a-key", 10, 900);

/// The failures of late. An account that does not exist is counted like one that does.
pub struct Failures {
    is_on: bool,
    refusals: Throttle<i64>,
}

/// An attempt to sign in.
#[derive(Clone)]
pub struct Attempt {
    /// What failures are counted under, and how many there may be; none when limits are off.
    subjects: Vec<(String, &'static Policy)>,
    now: Time,
}

impl Failures {
    /// Counts failures, unless limits are off.
    pub fn new(is_on: bool) -> Self {
        Self { is_on, refusals: Throttle::new(&NOTED_PER_KEY) }
    }

    /// Whether one more refusal of an API key is to be written down.
    pub fn is_to_be_noted(&self, key: i64, now: Time) -> bool {
        !self.refusals.take(&key, now).is_over
    }

    /// An attempt to sign in to the account with that e-mail address from that network.
    pub fn attempt(&self, email: &str, network: Option<IpAddr>, now: Time) -> Attempt {
        let mut subjects = Vec::new();
        if self.is_on {
            subjects.extend(network.map(|network| (digest(&format!("network {network}")), &PER_NETWORK)));
            subjects.push((digest(&format!("account {}", canonical_email(email))), &PER_ACCOUNT));
        }
        Attempt { subjects, now }
    }
}

impl Attempt {
    /// 429 when too many have failed before.
    pub fn check(&self, conn: &mut Conn) -> Result<(), Error> {
        let names: Vec<&str> = self.subjects.iter().map(|(subject, _)| subject.as_str()).collect();
        let counts = store::counts(conn, &names, self.now)?;
        for (subject, policy) in &self.subjects {
            let count = counts.iter().find(|count| count.subject == *subject);
            if let Some(count) = count.filter(|count| i64::from(count.failed) >= i64::from(policy.quota)) {
                let reset = count.window_ends_at.seconds() - self.now.seconds();
                return Err(too_many(Usage { policy, remaining: 0, reset, is_over: true }));
            }
        }
        Ok(())
    }

    /// Counts it as failed. 429 when so many have failed meanwhile that it would not have been made.
    pub fn fail(&self, conn: &mut Conn) -> Result<(), Error> {
        self.check(conn)?;
        for (subject, policy) in &self.subjects {
            store::count(conn, subject, self.now, self.now.plus_seconds(policy.window))?;
        }
        Ok(())
    }

    /// It has succeeded: what failed before is no longer held against the account. 429 when so many have failed
    /// meanwhile that it would not have been made.
    pub fn succeed(&self, conn: &mut Conn) -> Result<(), Error> {
        self.check(conn)?;
        for (subject, _) in self.subjects.iter().filter(|(_, policy)| **policy == PER_ACCOUNT) {
            store::forget(conn, subject)?;
        }
        Ok(())
    }
}
