//! Readers, told apart for a day without being known.
//!
//! A reader is the address of a household. Only a digest of it is kept, made with a secret that is good for a day, in UTC;
//! when the day is over, the secret goes and all digests with it.

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

/// The time between two looks whether a day is over.
const LOOK: Duration = Duration::from_secs(60);

/// What a reader is called today; those whose address is not known share one name.
pub fn daily_pseudonym(conn: &mut Conn, address: Option<IpAddr>, now: Time) -> Result<String, Error> {
    let day = TimeBucket::Day.start(now.seconds());
    // Of a later day, when this began before midnight or another server's clock is ahead: days only go on.
    let secret = match store::newest(conn)?.filter(|(newest, _)| *newest >= day) {
        Some((_, secret)) => secret,
        None => {
            let fresh = Secret::random().map_err(Error::internal)?.text;
            store::forget(conn)?;
            store::begin(conn, day, &fresh)?;
            fresh
        }
    };
    let address = address.map(|address| client_network(address).to_string()).unwrap_or_default();
    Ok(secret::digest(&format!("{secret} {address}")))
}

/// Forgets the readers of each day soon after its end, at all times.
pub async fn run(db: &Db, clock: &Clock) {
    loop {
        if let Err(error) = forget(db, clock.now()).await {
            log::warn!("the readers of a day that is over are not forgotten yet: {error}");
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Forgets the readers of days that are over.
pub async fn forget(db: &Db, now: Time) -> Result<(), Error> {
    let day = TimeBucket::Day.start(now.seconds());
    let is_over = move |newest: Option<(i64, String)>| newest.is_some_and(|(newest, _)| newest < day);
    if db.read(move |c| Ok::<_, Error>(is_over(store::newest(c)?))).await? {
        db.write_for_reader(move |c| {
            if is_over(store::newest(c)?) { Ok::<_, Error>(store::forget(c)?) } else { Ok(()) }
        })
        .await?;
    }
    Ok(())
}
