//! Sign-ins that failed: after so many, more have to wait.
//!
//! Nobody can lock somebody else out. Failures count for an account and a network together. Of all failures to an account together
//! only networks feel something that have not signed in to it of late: they have to go slowly. So guesses stay rare, as NIST SP
//! 800-63B section 3.2.2 asks, and the account's owner signs in from where they always do.
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

/// How many sign-ins to one account from one network may fail.
static PER_PAIR: Policy = policy!("failed-sign-ins-to-an-account-from-a-network", 10, 900);

/// How many sign-ins from one network may fail, whichever account is tried, before it may sign in to those only that it has signed in
/// to before.
static PER_NETWORK: Policy = policy!("failed-sign-ins-from-a-network", 30, 900);

/// How many sign-ins to one account may fail, whoever tries, before networks that it does not know have to go slowly.
static PER_ACCOUNT: Policy = policy!("failed-sign-ins-to-an-account", 10, 900);

/// How many sign-ins to such an account may fail then, from all networks together that it does not know.
static SLOWLY: Policy = policy!("sign-ins-to-an-account-that-is-attacked", 1, 10);

/// For how long after a sign-in an account knows the network, in seconds: 90 days.
const KNOWN_FOR: i64 = 90 * 24 * 60 * 60;

/// How many refusals of an API key are written down: more would only fill the log.
static NOTED_PER_KEY: Policy = policy!("refusals-of-a-key", 10, 900);

/// The failures of late. An account that does not exist is counted like one that does.
pub struct Failures {
    is_on: bool,
    refusals: Throttle<i64>,
}

/// An attempt to sign in, by what its failures are counted under.
#[derive(Clone)]
pub struct Attempt {
    /// Not any when limits are off.
    subjects: Option<Subjects>,
    now: Time,
}

/// Digests, so that nobody reads from the counts who signs in from where.
#[derive(Clone)]
struct Subjects {
    account: String,
    /// The same, for those who have to go slowly.
    slowly: String,
    /// Not any when the address is not known.
    network: Option<String>,
    /// The account and the network.
    pair: String,
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
        let email = canonical_email(email);
        let network = network.map(|network| network.to_string());
        let subjects = self.is_on.then(|| Subjects {
            account: digest(&format!("account {email}")),
            slowly: digest(&format!("slowly account {email}")),
            pair: digest(&format!("account {email} network {}", network.as_deref().unwrap_or("unknown"))),
            network: network.map(|network| digest(&format!("network {network}"))),
        });
        Attempt { subjects, now }
    }
}

impl Attempt {
    /// 429 when too many have failed before.
    pub fn check(&self, conn: &mut Conn) -> Result<(), Error> {
        let Some(subjects) = &self.subjects else { return Ok(()) };
        let Subjects { account, slowly, network, pair } = subjects;
        let names = [account, slowly, pair].into_iter().chain(network);
        let counts = store::counts(conn, names.map(String::as_str).collect(), self.now)?;
        let over = |subject: &String, policy: &'static Policy| {
            let count = counts.iter().find(|count| count.subject == *subject)?;
            let reset = count.window_ends_at.seconds() - self.now.seconds();
            let is_over = i64::from(count.failed) >= i64::from(policy.quota);
            is_over.then_some(Usage { policy, remaining: 0, reset, is_over })
        };
        if let Some(usage) = over(pair, &PER_PAIR) {
            return Err(too_many(usage));
        }
        let of_network = network.as_ref().and_then(|network| over(network, &PER_NETWORK));
        let of_account = over(account, &PER_ACCOUNT).and_then(|_| over(slowly, &SLOWLY));
        match of_network.or(of_account) {
            Some(usage) if !self.is_from_known_network(conn)? => Err(too_many(usage)),
            _ => Ok(()),
        }
    }

    /// Counts it as failed. 429 when so many have failed meanwhile that it would not have been made.
    pub fn fail(&self, conn: &mut Conn) -> Result<(), Error> {
        self.check(conn)?;
        let Some(Subjects { account, slowly, network, pair }) = &self.subjects else { return Ok(()) };
        let is_known = self.is_from_known_network(conn)?;
        let counted = [(account, &PER_ACCOUNT), (pair, &PER_PAIR)].into_iter();
        let counted = counted.chain(network.iter().map(|network| (network, &PER_NETWORK)));
        for (subject, policy) in counted.chain((!is_known).then_some((slowly, &SLOWLY))) {
            store::count(conn, subject, self.now, self.now.plus_seconds(policy.window))?;
        }
        Ok(())
    }

    /// It has succeeded: what failed before from this network is no longer held against it, and the account knows the network from now
    /// on. 429 when so many have failed meanwhile that it would not have been made.
    pub fn succeed(&self, conn: &mut Conn) -> Result<(), Error> {
        self.check(conn)?;
        let Some(Subjects { network, pair, .. }) = &self.subjects else { return Ok(()) };
        store::forget(conn, pair)?;
        if network.is_some() {
            store::remember_network(conn, pair, self.now, self.known_since())?;
        }
        Ok(())
    }

    /// Whether somebody has signed in to the account from the network of late.
    fn is_from_known_network(&self, conn: &mut Conn) -> Result<bool, Error> {
        let Some(subjects) = &self.subjects else { return Ok(true) };
        Ok(store::is_known_network(conn, &subjects.pair, self.known_since())?)
    }

    fn known_since(&self) -> Time {
        self.now.plus_seconds(-KNOWN_FOR)
    }
}
