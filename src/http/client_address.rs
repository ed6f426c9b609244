//! Where a request comes from.

use std::net::IpAddr;
use std::str::FromStr;

use actix_web::HttpRequest;
use actix_web::web::Data;
use ipnet::IpNet;

use crate::content::network;

/// Proxies of ours, whose word counts for whom they forward.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl FromStr for TrustedProxies {
    type Err = String;

    /// Reads addresses and networks such as `10.0.0.0/8`, parted by commas.
    fn from_str(text: &str) -> Result<Self, String> {
        let network = |text: &str| {
            let text = text.trim();
            network::parse(text).ok_or_else(|| format!("{text:?} is no address and no network"))
        };
        text.split(',').map(network).collect::<Result<_, _>>().map(Self)
    }
}

impl TrustedProxies {
    /// Whether one of them has that address.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The address that `peer` forwards for: the last one named that is not itself a proxy of ours. What it stands
    /// behind may be anybody's invention. Of a peer that is none of ours, its own.
    fn origin<'a>(&self, peer: IpAddr, forwarded: impl DoubleEndedIterator<Item = &'a str>) -> IpAddr {
        let mut origin = peer.to_canonical();
        for named in forwarded.rev() {
            if !self.contains(origin) {
                break;
            }
            let Ok(address) = named.trim().parse::<IpAddr>() else { break };
            origin = address.to_canonical();
        }
        origin
    }
}

/// What stands for a household: its address, of version 6 the network of 64 bits that it is given.
pub fn client_network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
        address @ IpAddr::V4(_) => address,
    }
}

/// The address of the client: that of the peer, or the one that a trusted proxy forwards for. None without a connection.
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
    fn only_trusted_proxies_are_believed() {
        assert_eq!(origin("10.0.0.0/8", "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(origin("10.0.0.0/8", "10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(origin("10.0.0.0/8", "::ffff:10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(origin("::ffff:10.0.0.0/104", "10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(origin("10.0.0.1", "10.0.0.2", &["198.51.100.7"]), "10.0.0.2");
        assert_eq!(origin("2001:db8::/32", "2001:db8::1", &["::ffff:198.51.100.7"]), "198.51.100.7");
    }

    #[test]
    fn what_a_client_invents_in_front_counts_for_nothing() {
        assert_eq!(origin("10.0.0.0/8", "10.0.0.1", &["1.2.3.4", "198.51.100.7"]), "198.51.100.7");
        assert_eq!(
            origin("10.0.0.0/8", "10.0.0.1", &["1.2.3.4", "198.51.100.7", "10.0.0.9"]),
            "198.51.100.7"
        );
        assert_eq!(origin("10.0.0.0/8", "10.0.0.1", &["198.51.100.7", "nonsense"]), "10.0.0.1");
        assert_eq!(origin("10.0.0.0/8", "10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn a_list_of_proxies_is_read_as_a_whole() {
        assert!("10.0.0.0/8, ::1,192.0.2.1".parse::<TrustedProxies>().is_ok());
        for wrong in ["10.0.0.0/33", "proxy.example", "10.0.0.1,", "10.0.0.1;10.0.0.2"] {
            assert!(wrong.parse::<TrustedProxies>().is_err(), "{wrong}");
        }
    }
}
