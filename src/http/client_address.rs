//! The client's IP address.

use std::net::IpAddr;
use std::str::FromStr;

use actix_web::HttpRequest;
use actix_web::web::Data;
use ipnet::IpNet;

use crate::content::network;

/// The proxies in front of the server, whose `X-Forwarded-For` is trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl FromStr for TrustedProxies {
    type Err = String;

    /// Reads addresses and networks such as `10.0.0.0/8`, separated by commas.
    fn from_str(text: &str) -> Result<Self, String> {
        let network = |text: &str| {
            let text = text.trim();
            network::parse(text)
                .ok_or_else(|| format!("{text:?} is not an IP address or network such as 10.0.0.0/8"))
        };
        text.split(',').map(network).collect::<Result<_, _>>().map(Self)
    }
}

impl TrustedProxies {
    /// Whether the address is that of a trusted proxy.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The client that `peer` forwards for: the right-most address in `forwarded` that is not a trusted proxy. The client
    /// controls everything to the left of it. If the peer is not a trusted proxy, the client is the peer itself.
    fn origin<'a>(&self, peer: IpAddr, forwarded: impl DoubleEndedIterator<Item = &'a str>) -> IpAddr {
        let mut origin = peer.to_canonical();
        for entry in forwarded.rev() {
            if !self.contains(origin) {
                break;
            }
            let Ok(address) = entry.trim().parse::<IpAddr>() else { break };
            origin = address.to_canonical();
        }
        origin
    }
}

/// The network by which limits count a client: its IPv4 address, or the first 64 bits of its IPv6 address. Providers give
/// one IPv6 network of 64 bits to one household.
pub fn client_network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
        address @ IpAddr::V4(_) => address,
    }
}

/// The client's address: the peer's, or the one that a trusted proxy forwards for. `None` without a connection, as in unit
/// tests.
pub fn of(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let forwarded: Vec<&str> = request
        .headers()
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let proxies = request.app_data::<Data<TrustedProxies>>()?;
    Some(proxies.origin(peer, forwarded.into_iter()))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use super::*;

    fn origin(proxies: &str, peer: &str, forwarded: &[&str]) -> String {
        let proxies: TrustedProxies = proxies.parse().unwrap();
        proxies.origin(peer.parse().unwrap(), forwarded.iter().copied()).to_string()
    }

    #[test]
    fn only_trusted_proxies_may_forward() {
        assert_eq!(origin("10.0.0.0/8", "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(origin("10.0.0.0/8", "10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(origin("10.0.0.0/8", "::ffff:10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(origin("::ffff:10.0.0.0/104", "10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(origin("10.0.0.1", "10.0.0.2", &["198.51.100.7"]), "10.0.0.2");
        assert_eq!(origin("2001:db8::/32", "2001:db8::1", &["::ffff:198.51.100.7"]), "198.51.100.7");
    }

    #[test]
    fn addresses_that_a_client_sends_itself_are_ignored() {
        assert_eq!(origin("10.0.0.0/8", "10.0.0.1", &["1.2.3.4", "198.51.100.7"]), "198.51.100.7");
        assert_eq!(
            origin("10.0.0.0/8", "10.0.0.1", &["1.2.3.4", "198.51.100.7", "10.0.0.9"]),
            "198.51.100.7"
        );
        assert_eq!(origin("10.0.0.0/8", "10.0.0.1", &["198.51.100.7", "nonsense"]), "10.0.0.1");
        assert_eq!(origin("10.0.0.0/8", "10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn one_wrong_entry_makes_the_list_of_proxies_invalid() {
        assert!("10.0.0.0/8, ::1,192.0.2.1".parse::<TrustedProxies>().is_ok());
        for wrong in ["10.0.0.0/33", "proxy.example", "10.0.0.1,", "10.0.0.1;10.0.0.2"] {
            assert!(wrong.parse::<TrustedProxies>().is_err(), "{wrong}");
        }
    }
}
