//! IP networks in CIDR notation.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net};

/// Parses an IP address, or a network such as `192.0.2.0/24`. A single address is a network of one.
///
/// An IPv4-mapped IPv6 network (`::ffff:192.0.2.0/120`) becomes the IPv4 network, so that it contains the canonical addresses
/// of clients.
pub fn parse(text: &str) -> Option<IpNet> {
    match text.parse::<IpAddr>() {
        Ok(address) => Some(IpNet::from(address.to_canonical())),
        Err(_) => text.parse().ok().map(unmap),
    }
}

/// The IPv4 network of an IPv4-mapped IPv6 network; other networks stay the same.
fn unmap(network: IpNet) -> IpNet {
    let unmapped = match network {
        IpNet::V6(mapped) => {
            let address = mapped.addr().to_ipv4_mapped();
            let prefix = mapped.prefix_len().checked_sub(96);
            address.zip(prefix).and_then(|(address, prefix)| Ipv4Net::new(address, prefix).ok())
        }
        IpNet::V4(_) => None,
    };
    unmapped.map_or(network, IpNet::V4)
}
