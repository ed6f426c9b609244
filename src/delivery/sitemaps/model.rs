//! The sitemaps, as their file names say.

use std::ops::RangeInclusive;

use crate::http::path;

/// The number of News IDs that a numbered sitemap covers.
pub const IDS_PER_SITEMAP: i64 = 5000;

/// A sitemap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sitemap {
    /// The sitemap index, which lists the numbered sitemaps.
    Index,
    /// The articles published in the last two days.
    News,
    /// The numbered sitemap: the articles of a range of News IDs.
    Range(i64),
}

impl Sitemap {
    /// Parses `index.xml`, `news.xml` or a number such as `7.xml`. `None` for other names.
    pub fn parse(file_name: &str) -> Option<Self> {
        match file_name.strip_suffix(".xml")? {
            "index" => Some(Self::Index),
            "news" => Some(Self::News),
            number => path::id(number).map(Self::Range),
        }
    }
}

/// The News IDs that the numbered sitemap covers. A number that is too large has a range without articles.
pub fn id_range(number: i64) -> RangeInclusive<i64> {
    let end = number.saturating_mul(IDS_PER_SITEMAP);
    end.saturating_sub(IDS_PER_SITEMAP) + 1..=end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_names_a_sitemap() {
        assert_eq!(Sitemap::parse("index.xml"), Some(Sitemap::Index));
        assert_eq!(Sitemap::parse("news.xml"), Some(Sitemap::News));
        assert_eq!(Sitemap::parse("17.xml"), Some(Sitemap::Range(17)));
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
            assert_eq!(Sitemap::parse(none), None, "{none}");
        }
    }

    #[test]
    fn ranges_cover_every_news_id_once() {
        assert_eq!((id_range(1), id_range(2)), (1..=5000, 5001..=10_000));
        assert!(!id_range(i64::MAX).contains(&1));
    }
}
