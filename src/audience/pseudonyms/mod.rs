//! Pseudonyms of readers, which change every day.
//!
//! A pseudonym is a digest of the network of the client and of a secret. Each secret is used for one day in UTC.
//! Then it is deleted together with all pseudonyms, so that comments and likes can no longer be assigned to a
//! reader.

mod store;

use std::net::IpAddr;
use std::time::Duration;

use crate::Error;
use crate::content::Time;
use crate::content::secret::{self, Secret};
use crate::content::time_bucket::TimeBucket;
use crate::db::{Conn, Db};
use crate::http::Clock;
use crate::http::client_address::client_network;

/// The time between two checks whether a day has ended.
const POLL_INTERVAL: Duration = Duration::from_secs(60);

/// The pseudonym of a reader for the day of `now`. Readers whose address is unknown share one. Call it in a write
/// transaction: the first call of a day creates the secret.
pub fn daily_pseudonym(conn: &mut Conn, address: Option<IpAddr>, now: Time) -> Result<String, Error> {
    let day = TimeBucket::Day.start(now.seconds());
    // The secret may be of a later day, when this request arrived before midnight or when the clock of another
    // server is ahead. It is used then, because a day never starts again.
    let secret = match store::newest_secret(conn)?.filter(|(newest, _)| *newest >= day) {
        Some((_, secret)) => secret,
        None => {
            let secret = Secret::random().map_err(Error::internal)?.text;
            store::delete_all(conn)?;
            store::insert_secret(conn, day, &secret)?;
            secret
        }
    };
    let network = address.map(|address| client_network(address).to_string()).unwrap_or_default();
    Ok(secret::digest(&format!("{secret} {network}")))
}

/// Deletes the pseudonyms of each day within a minute after its end, forever. A failure is logged.
pub async fn run(db: &Db, clock: &Clock) {
    loop {
        if let Err(error) = delete_expired(db, clock.now()).await {
            log::warn!(error:%; "could not delete the pseudonyms of past days");
        }
        tokio::time::sleep(POLL_INTERVAL).await;
    }
}

/// Deletes the secret and the pseudonyms if their day has ended.
pub async fn delete_expired(db: &Db, now: Time) -> Result<(), Error> {
    let today = TimeBucket::Day.start(now.seconds());
    let is_expired = move |newest: Option<(i64, String)>| newest.is_some_and(|(day, _)| day < today);
    if db.read(move |c| Ok::<_, Error>(is_expired(store::newest_secret(c)?))).await? {
        db.write_audience(move |c| {
            if is_expired(store::newest_secret(c)?) { Ok::<_, Error>(store::delete_all(c)?) } else { Ok(()) }
        })
        .await?;
    }
    Ok(())
}
