//! Keeps: "Over-wide ranges are refused". A range of addresses as an owner writes it, and whether it may be one.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// The widest range: 65,536 addresses, or what one provider is given of IPv6.
const WIDEST_4: u8 = 16;
const WIDEST_6: u8 = 32;
/// The bits before an IPv4 address in IPv6's clothes.
const MAPPED: u8 = 96;

/// A range that a client may come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    bits: u8,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotARange {
    /// Not an address or a range.
    #[error("this is not an address such as 203.0.113.9 or a range such as 203.0.113.0/28")]
    Unreadable,
    /// Wider than `/16` or, in IPv6, `/32`.
    #[error("this range is too wide: at most /16, or /32 in IPv6")]
    TooWide,
    /// Nobody can come from there: multicast, broadcast, nothing.
    #[error("nobody can call from these addresses")]
    Nowhere,
}

impl NotARange {
    /// The key of its sentence.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unreadable => "api-range-unreadable",
            Self::TooWide => "api-range-too-wide",
            Self::Nowhere => "api-range-nowhere",
        }
    }
}

/// What an owner should think of before registering it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Addresses of the internet.
    Public,
    /// Addresses that many networks use inside.
    Private,
    /// Addresses that stand in manuals only.
    Documentation,
}

impl Network {
    /// Reads a range; an address alone is a range of one. Bits past the mask are dropped, as people write their own address
    /// with their network's mask.
    ///
    /// # Errors
    /// [`NotARange`].
    pub fn parse(text: &str) -> Result<Self, NotARange> {
        let (address, bits) = text.trim().split_once('/').map_or((text.trim(), None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| NotARange::Unreadable)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let digits = |bits: &str| bits.bytes().all(|byte| byte.is_ascii_digit()).then(|| bits.parse::<u8>().ok()).flatten();
        let bits = bits.map_or(Some(most), digits).filter(|bits| *bits <= most).ok_or(NotARange::Unreadable)?;
        let (address, bits) = match address {
            IpAddr::V6(six) if six.to_ipv4_mapped().is_some() && bits >= MAPPED => (address.to_canonical(), bits - MAPPED),
            _ => (address, bits),
        };
        let first = masked(address, bits);
        if bits < if first.is_ipv4() { WIDEST_4 } else { WIDEST_6 } {
            return Err(NotARange::TooWide);
        }
        let network = Self { first, bits };
        if network.is_nowhere() { Err(NotARange::Nowhere) } else { Ok(network) }
    }

    /// Whether the address lies in it.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.first.is_ipv4() && masked(address, self.bits) == self.first
    }

    fn is_nowhere(&self) -> bool {
        match self.first {
            IpAddr::V4(four) => four.octets()[0] == 0 || four.is_multicast() || four.octets()[0] >= 240,
            // `::/32` to `::/95` hold every IPv4 address in IPv6's clothes.
            IpAddr::V6(six) => six.is_multicast() || six.segments()[..5] == [0; 5] && !six.is_loopback(),
        }
    }

    /// What to think of.
    #[must_use]
    pub fn reach(&self) -> Reach {
        match self.first {
            IpAddr::V4(four) if four.is_documentation() => Reach::Documentation,
            IpAddr::V6(six) if six.segments()[..2] == [0x2001, 0xdb8] => Reach::Documentation,
            IpAddr::V4(four) if four.is_private() || four.is_loopback() || four.is_link_local() || is_shared(four) => Reach::Private,
            IpAddr::V6(six) if six.is_loopback() || six.is_unique_local() || six.is_unicast_link_local() => Reach::Private,
            _ => Reach::Public,
        }
    }
}

/// 100.64.0.0/10: a provider's own, behind which all of its customers look alike.
const fn is_shared(four: Ipv4Addr) -> bool {
    let [a, b, ..] = four.octets();
    a == 100 && b & 0b1100_0000 == 0b0100_0000
}

fn masked(address: IpAddr, bits: u8) -> IpAddr {
    match address {
        IpAddr::V4(four) => IpAddr::V4(Ipv4Addr::from_bits(four.to_bits() & u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0))),
        IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() & u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0))),
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.bits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranges_are_read_as_people_write_them() {
        for (written, kept) in [
            ("203.0.113.9", "203.0.113.9/32"),
            (" 203.0.113.9/24 ", "203.0.113.0/24"),
            ("8.8.0.0/16", "8.8.0.0/16"),
            ("2001:DB8::1/48", "2001:db8::/48"),
            ("2a00:1450::", "2a00:1450::/128"),
            ("::ffff:10.1.2.3", "10.1.2.3/32"),
            ("::ffff:10.1.0.0/112", "10.1.0.0/16"),
            ("::1", "::1/128"),
        ] {
            assert_eq!(Network::parse(written).map(|network| network.to_string()).as_deref(), Ok(kept), "{written}");
        }
        for bad in [
            "",
            "x",
            "203.0.113",
            "203.0.113.9/",
            "203.0.113.9/33",
            "203.0.113.9/+8",
            "203.0.113.9/24/24",
            "2001::/129",
            "010.0.0.1",
            "1.2.3.4/-1",
        ] {
            assert_eq!(Network::parse(bad), Err(NotARange::Unreadable), "{bad}");
        }
    }

    #[test]
    fn whatever_is_wider_than_one_network_is_refused_in_any_clothes() {
        for bits in 0..16 {
            assert_eq!(Network::parse(&format!("8.8.0.0/{bits}")), Err(NotARange::TooWide), "/{bits}");
            assert_eq!(Network::parse(&format!("::ffff:8.8.0.0/{}", 96 + bits)), Err(NotARange::TooWide), "mapped /{bits}");
        }
        for bits in 0..32 {
            assert_eq!(Network::parse(&format!("2a00:1450::/{bits}")), Err(NotARange::TooWide), "/{bits}");
        }
        for bad in ["::/32", "::/95", "::", "::ffff:0:0/95", "224.0.0.0/16", "255.255.255.255", "0.0.0.0", "0.1.0.0/16", "ff02::1"] {
            assert_eq!(Network::parse(bad), Err(NotARange::Nowhere), "{bad}");
        }
        assert_eq!(Network::parse("::ffff:0:0/32"), Err(NotARange::Nowhere), "all of IPv4 in six clothes");
    }

    #[test]
    fn what_to_think_of_is_said_of_private_and_paper_addresses() {
        for private in
            ["10.0.0.0/16", "192.168.1.0/24", "172.20.0.1", "127.0.0.1", "100.64.0.0/16", "169.254.1.1", "fd00::/32", "fe80::1", "::1"]
        {
            assert_eq!(Network::parse(private).unwrap().reach(), Reach::Private, "{private}");
        }
        for paper in ["203.0.113.0/24", "198.51.100.7", "192.0.2.1", "2001:db8::/32"] {
            assert_eq!(Network::parse(paper).unwrap().reach(), Reach::Documentation, "{paper}");
        }
        assert_eq!(Network::parse("8.8.8.8").unwrap().reach(), Reach::Public);
    }

    proptest! {
        #[test]
        fn a_range_holds_exactly_what_shares_its_bits(address: u32, other: u32, bits in 16u8..=32) {
            let (address, other) = (Ipv4Addr::from_bits(address), Ipv4Addr::from_bits(other));
            if let Ok(network) = Network::parse(&format!("{address}/{bits}")) {
                prop_assert!(network.holds(address.into()));
                prop_assert!(network.holds(address.to_ipv6_mapped().into()), "the same address in other clothes");
                let same = bits == 0 || (address.to_bits() ^ other.to_bits()) >> (32 - bits.min(31)) == 0;
                prop_assert!(!network.holds(other.into()) || same);
            }
        }

        #[test]
        fn nothing_that_is_typed_breaks_it(text in "[0-9a-f:./ ]{0,40}") {
            if let Ok(network) = Network::parse(&text) {
                prop_assert_eq!(Network::parse(&network.to_string()), Ok(network), "what is kept reads back");
            }
        }
    }
}
