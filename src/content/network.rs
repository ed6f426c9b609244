//! Networks of the Internet, as people write them.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net};

/// Reads an address, or a network such as `192.0.2.0/24`. What is of version 4 but written as version 6 is taken for what
/// it is, so that it holds the addresses that clients have in their canonical form.
pub fn parse(text: &str) -> Option<IpNet> {
    match text.parse::<IpAddr>() {
        Ok(address) => Some(IpNet::from(address.to_canonical())),
        Err(_) => text.parse().ok().map(unmapped),
    }
}

fn unmapped(network: IpNet) -> IpNet {
    let plain = match network {
        IpNet::V6(mapped) => {
            let address = mapped.addr().to_ipv4_mapped();
            let length = mapped.prefix_len().checked_sub(96);
            address.zip(length).and_then(|(address, length)| Ipv4Net::new(address, length).ok())
        }
        IpNet::V4(_) => None,
    };
    plain.map_or(network, IpNet::V4)
}
