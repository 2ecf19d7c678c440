//! Which machines data may come from: only such as anybody can reach. A name is looked up, what it leads to is checked,
//! and that very address is connected to, so that a name cannot lead elsewhere a moment later.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Looks names up, and gives only addresses that are allowed.
pub(super) struct Checked {
    /// Says whether an address is allowed.
    pub(super) is_allowed: fn(IpAddr) -> bool,
}

/// An address leads to this machine or a private network.
#[derive(Debug, thiserror::Error)]
#[error("the address is not public")]
pub(super) struct PrivateAddress;

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Checked")
    }
}

impl Resolver for Checked {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let mut allowed = self.empty();
        for address in found.iter().filter(|address| (self.is_allowed)(address.ip())) {
            allowed.push(*address);
        }
        if allowed.is_empty() { Err(Error::Other(Box::new(PrivateAddress))) } else { Ok(allowed) }
    }
}

/// Says whether anybody can reach an address (RFC 6890 and the registries it began).
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let reserved = match address.octets() {
        // This network, shared by customers of a provider, and kept for protocols and for measuring.
        [0, ..] | [192, 0, 0, _] => true,
        [100, second, ..] => (64..128).contains(&second),
        [198, second, ..] => matches!(second, 18 | 19),
        // Kept for the future; the last of them is everybody at once.
        [240..=255, ..] => true,
        [..] => false,
    };
    !(reserved
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

/// Only 2000::/3 is given out, and parts of it stand for addresses of the older kind.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let older = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match parts {
        // Written in the newer way, or translated.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            is_public_v4(older(high, low))
        }
        [0x2002, high, low, ..] => is_public_v4(older(high, low)),
        // Tunnels, measuring, examples.
        [0x2001, 0..0x200, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..0x1000, ..] => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_anybody_can_reach_are_public() {
        for public in [
            "1.1.1.1",
            "93.184.216.34",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
        ] {
            assert!(is_public(public.parse().expect("is an address")), "{public}");
        }
        for private in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "2002:a00:1::",
            "100::1",
            "5f00::1",
        ] {
            assert!(!is_public(private.parse().expect("is an address")), "{private}");
        }
    }
}
