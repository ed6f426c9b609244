//! Sign-ins that failed: after so many, an account or an address has to wait.

use std::net::IpAddr;

use crate::Error;
use crate::accounts::store::canonical_email;
use crate::content::Time;
use crate::content::secret::digest;
use crate::http::limits::{Throttle, too_many};

/// How long failures are held against somebody, in seconds.
const WINDOW: i64 = 15 * 60;

/// How many sign-ins to one account may fail in that time, whoever tries.
const PER_ACCOUNT: u32 = 10;

/// How many from one address may fail in that time, whichever account is tried.
const PER_ADDRESS: u32 = 30;

/// How many refusals of an API key are written down in that time: more would only fill the log.
const NOTED_PER_KEY: u32 = 10;

/// The failures of late. An account that there is not is counted like one that there is.
pub struct Failures {
    is_on: bool,
    accounts: Throttle<String>,
    addresses: Throttle<IpAddr>,
    refusals: Throttle<i64>,
}

/// An attempt to sign in, which counts as failed until it has succeeded.
pub struct Attempt<'a> {
    failures: &'a Failures,
    account: String,
    address: Option<IpAddr>,
}

impl Failures {
    /// Counts failures, unless limits are off.
    pub fn new(is_on: bool) -> Self {
        Self {
            is_on,
            accounts: Throttle::new(PER_ACCOUNT, WINDOW),
            addresses: Throttle::new(PER_ADDRESS, WINDOW),
            refusals: Throttle::new(NOTED_PER_KEY, WINDOW),
        }
    }

    /// Whether one more refusal of an API key is to be written down.
    pub fn is_to_be_noted(&self, key: i64, now: Time) -> bool {
        !self.refusals.take(&key, now).is_over
    }

    /// Begins an attempt. 429 when too many have failed before.
    pub fn attempt(&self, email: &str, address: Option<IpAddr>, now: Time) -> Result<Attempt<'_>, Error> {
        let attempt = Attempt { failures: self, account: digest(&canonical_email(email)), address };
        if self.is_on {
            let usage = attempt.address.map(|address| self.addresses.take(&address, now));
            if let Some(usage) = usage.filter(|usage| usage.is_over) {
                return Err(too_many(usage));
            }
            let usage = self.accounts.take(&attempt.account, now);
            if usage.is_over {
                return Err(too_many(usage));
            }
        }
        Ok(attempt)
    }
}

impl Attempt<'_> {
    /// It has succeeded: what failed before is no longer held against the account.
    pub fn succeed(self) {
        self.failures.accounts.forget(&self.account);
        if let Some(address) = &self.address {
            self.failures.addresses.give_back(address);
        }
    }
}
