//! Which sitemap an address names.

use std::ops::RangeInclusive;

use crate::http::path;

/// How many News IDs a sitemap covers.
pub const RANGE: i64 = 5000;

/// A sitemap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sitemap {
    /// The list of the numbered ones.
    Index,
    /// What was published in the last two days.
    News,
    /// The articles of a range of News IDs.
    Range(i64),
}

impl Sitemap {
    /// The sitemap that `index.xml`, `news.xml` or `7.xml` stands for.
    pub fn read(address: &str) -> Option<Self> {
        match address.strip_suffix(".xml")? {
            "index" => Some(Self::Index),
            "news" => Some(Self::News),
            number => path::id(number).map(Self::Range),
        }
    }
}

/// The News IDs that a sitemap covers; those of numbers that are out of reach are none.
pub fn range(number: i64) -> RangeInclusive<i64> {
    let end = number.saturating_mul(RANGE);
    end.saturating_sub(RANGE) + 1..=end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_sitemap() {
        assert_eq!(Sitemap::read("index.xml"), Some(Sitemap::Index));
        assert_eq!(Sitemap::read("news.xml"), Some(Sitemap::News));
        assert_eq!(Sitemap::read("17.xml"), Some(Sitemap::Range(17)));
        for none in [
            "",
            ".xml",
            "0.xml",
            "-1.xml",
            "+1.xml",
            "index",
            "index.XML",
            "1.5.xml",
            "99999999999999999999.xml",
        ] {
            assert_eq!(Sitemap::read(none), None, "{none}");
        }
    }

    #[test]
    fn ranges_cover_every_news_id_once() {
        assert_eq!((range(1), range(2)), (1..=5000, 5001..=10_000));
        assert!(!range(i64::MAX).contains(&1));
    }
}
