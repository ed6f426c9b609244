//! Limits on failed sign-ins, and on audit entries for refused API keys.
//!
//! An attacker cannot lock the owner of an account out of the networks that the owner uses. Failures are counted for each
//! pair of account and network, so a guesser's failures do not count for other networks. When an account has many failures
//! in total, only unknown networks are slowed down: networks from which no sign-in to the account has succeeded recently.
//! Thus guesses stay rare (NIST SP 800-63B §3.2.2), and the owner can sign in from the usual networks.
//!
//! The counts are in the database, so that all servers share them. [`SignInAttempt::check`] runs in the transaction that
//! reads the account. [`SignInAttempt::fail`] and [`SignInAttempt::succeed`] check once more in the writing transaction:
//! attempts that run at the same time cannot exceed the quota.

use std::net::IpAddr;

use super::auth_limits_store as store;
use crate::Error;
use crate::content::Time;
use crate::content::email;
use crate::content::secret::digest;
use crate::db::Conn;
use crate::http::limits::{Policy, Throttle, Usage, policy, too_many};

/// Failures for one account from one network.
static PER_ACCOUNT_AND_NETWORK: Policy = policy!("failed-sign-ins-to-an-account-from-a-network", 10, 900);

/// Failures from one network, for all accounts. Beyond it, the network can sign in only to accounts that know it.
static PER_NETWORK: Policy = policy!("failed-sign-ins-from-a-network", 30, 900);

/// Failures for one account, from all networks. Beyond it, [`FROM_UNKNOWN_NETWORKS`] applies.
static PER_ACCOUNT: Policy = policy!("failed-sign-ins-to-an-account", 10, 900);

/// Failures for one account, from all unknown networks together, once [`PER_ACCOUNT`] is reached.
static FROM_UNKNOWN_NETWORKS: Policy = policy!("sign-ins-to-an-account-that-is-attacked", 1, 10);

/// How long an account knows a network after a sign-in, in seconds: 90 days.
const KNOWN_NETWORK_LIFETIME: i64 = 90 * 24 * 60 * 60;

/// Audit entries for refusals of one API key. Further refusals are not recorded.
static RECORDED_REFUSALS_PER_KEY: Policy = policy!("refusals-of-a-key", 10, 900);

/// The limits of this server. Counts for an account that does not exist are the same as for one that does.
pub struct AuthLimits {
    is_on: bool,
    recorded_refusals: Throttle<i64>,
}

/// An attempt to sign in, with the keys of its counters.
#[derive(Clone)]
pub struct SignInAttempt {
    /// `None` if limits are off.
    counters: Option<CounterKeys>,
    now: Time,
}

/// The keys of the counters. They are digests, so that the counts do not reveal who signs in from where.
#[derive(Clone)]
struct CounterKeys {
    account: String,
    /// The account's counter for unknown networks.
    unknown_networks: String,
    /// `None` if the client's address is unknown.
    network: Option<String>,
    account_and_network: String,
}

impl AuthLimits {
    /// Without `is_on` there are no limits on sign-ins.
    pub fn new(is_on: bool) -> Self {
        Self { is_on, recorded_refusals: Throttle::new(&RECORDED_REFUSALS_PER_KEY) }
    }

    /// Counts a refusal of an API key. Returns whether the audit log should record it.
    pub fn should_record_refusal(&self, key: i64, now: Time) -> bool {
        !self.recorded_refusals.take(&key, now).is_over
    }

    /// An attempt to sign in to the account with that e-mail address from that network.
    pub fn attempt(&self, email: &str, network: Option<IpAddr>, now: Time) -> SignInAttempt {
        let email = email::canonical(email);
        let network = network.map(|network| network.to_string());
        let counters = self.is_on.then(|| CounterKeys {
            account: digest(&format!("account {email}")),
            unknown_networks: digest(&format!("slowly account {email}")),
            account_and_network: digest(&format!(
                "account {email} network {}",
                network.as_deref().unwrap_or("unknown")
            )),
            network: network.map(|network| digest(&format!("network {network}"))),
        });
        SignInAttempt { counters, now }
    }
}

impl SignInAttempt {
    /// Fails with 429 if a limit is reached.
    pub fn check(&self, conn: &mut Conn) -> Result<(), Error> {
        let Some(counters) = &self.counters else { return Ok(()) };
        let CounterKeys { account, unknown_networks, network, account_and_network } = counters;
        let keys = [account, unknown_networks, account_and_network].into_iter().chain(network);
        let counts = store::counts(conn, keys.map(String::as_str).collect(), self.now)?;
        let exceeded = |key: &String, policy: &'static Policy| {
            let count = counts.iter().find(|count| count.key == *key)?;
            let reset = count.window_ends_at.seconds() - self.now.seconds();
            let is_over = i64::from(count.failures) >= i64::from(policy.quota);
            is_over.then_some(Usage { policy, remaining: 0, reset, is_over })
        };
        if let Some(usage) = exceeded(account_and_network, &PER_ACCOUNT_AND_NETWORK) {
            return Err(too_many(usage));
        }
        let by_network = network.as_ref().and_then(|network| exceeded(network, &PER_NETWORK));
        let by_account =
            exceeded(account, &PER_ACCOUNT).and_then(|_| exceeded(unknown_networks, &FROM_UNKNOWN_NETWORKS));
        match by_network.or(by_account) {
            Some(usage) if !self.is_from_known_network(conn)? => Err(too_many(usage)),
            _ => Ok(()),
        }
    }

    /// Counts a failure. Fails with 429 if other attempts have reached a limit in the meantime.
    pub fn fail(&self, conn: &mut Conn) -> Result<(), Error> {
        self.check(conn)?;
        let Some(CounterKeys { account, unknown_networks, network, account_and_network }) = &self.counters
        else {
            return Ok(());
        };
        let is_known = self.is_from_known_network(conn)?;
        let counted = [(account, &PER_ACCOUNT), (account_and_network, &PER_ACCOUNT_AND_NETWORK)].into_iter();
        let counted = counted.chain(network.iter().map(|network| (network, &PER_NETWORK)));
        for (key, policy) in counted.chain((!is_known).then_some((unknown_networks, &FROM_UNKNOWN_NETWORKS)))
        {
            store::increment(conn, key, self.now, self.now.plus_seconds(policy.window))?;
        }
        Ok(())
    }

    /// Resets the counter of the account and the network, and remembers the network as known to the account. Fails with 429
    /// if other attempts have reached a limit in the meantime.
    pub fn succeed(&self, conn: &mut Conn) -> Result<(), Error> {
        self.check(conn)?;
        let Some(CounterKeys { network, account_and_network, .. }) = &self.counters else { return Ok(()) };
        store::reset(conn, account_and_network)?;
        if network.is_some() {
            store::remember_network(conn, account_and_network, self.now, self.known_since())?;
        }
        Ok(())
    }

    /// Whether a sign-in to the account from the network has succeeded within [`KNOWN_NETWORK_LIFETIME`].
    fn is_from_known_network(&self, conn: &mut Conn) -> Result<bool, Error> {
        let Some(counters) = &self.counters else { return Ok(true) };
        Ok(store::is_known_network(conn, &counters.account_and_network, self.known_since())?)
    }

    fn known_since(&self) -> Time {
        self.now.plus_seconds(-KNOWN_NETWORK_LIFETIME)
    }
}
