//! Readers, told apart for a day without being known.
//!
//! A reader is the address of a household. Only a digest of it is kept, made with a secret that is good for a day, in UTC;
//! when the day is over, the secret goes and all digests with it.

mod store;

use std::net::IpAddr;

use crate::Error;
use crate::content::Time;
use crate::content::secret::{self, Secret};
use crate::content::views::Span;
use crate::db::Conn;
use crate::http::client_address::household;

/// What a reader is called today; those whose address is not known share one name.
pub fn name(conn: &mut Conn, address: Option<IpAddr>, now: Time) -> Result<String, Error> {
    let day = Span::Day.start(now.seconds());
    let secret = match store::secret(conn, day)? {
        Some(secret) => secret,
        None => {
            let fresh = Secret::random().map_err(Error::internal)?.text;
            store::begin_day(conn, day, &fresh)?;
            fresh
        }
    };
    let address = address.map(|address| household(address).to_string()).unwrap_or_default();
    Ok(secret::digest(&format!("{secret} {address}")))
}
