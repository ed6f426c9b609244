//! The public site for which this installation delivers content.

use super::path::encoded;
use crate::content::{Language, SlugStyle, Time};

/// The settings of the public site, and the URLs of its pages.
#[derive(Clone, Debug)]
pub struct Site {
    /// The name of the news publication.
    pub name: String,
    /// What it is about, in a sentence or two of plain text.
    pub description: Option<String>,
    /// The main language of its articles.
    pub language: Language,
    /// The IANA name of its time zone.
    pub time_zone: String,
    /// The letters of slugs that are made from headlines and names.
    pub slugs: SlugStyle,
    /// The URL of its home page, without a slash at the end.
    pub public_url: String,
}

impl Site {
    /// The absolute URL of the target of a redirect. A target on the site itself is stored as a path.
    pub fn absolute(&self, to: &str) -> String {
        if to.starts_with('/') { [&self.public_url, to].concat() } else { to.to_owned() }
    }

    /// Scheme, host and port of the public URL. Browsers resolve a path in an article to a URL that begins with it.
    pub fn origin(&self) -> &str {
        let host = self.public_url.find("://").map_or(0, |colon| colon + 3);
        let path = self.public_url[host..].find('/').map_or(self.public_url.len(), |slash| host + slash);
        &self.public_url[..path]
    }

    /// A `tag:` URI (RFC 4151) that identifies an article in feeds. It stays the same when the section or slug changes. It
    /// contains the host of the public URL.
    pub fn permanent_id(&self, id: i64, first_published_at: Time) -> String {
        let host = self.public_url.split_once("://").map_or("", |(_, rest)| rest);
        let host = host.split(['/', ':']).next().unwrap_or_default();
        let time = first_published_at.to_string();
        let day = time.split('T').next().unwrap_or_default();
        format!("tag:{host},{day}:{id}")
    }

    /// The path of an article on the site.
    pub fn article_path(section_path: &str, id: i64, slug: &str) -> String {
        ["/", &encoded(section_path), "/", itoa::Buffer::new().format(id), "/", &encoded(slug)].concat()
    }

    /// The path of a section on the site.
    pub fn section_path(path: &str) -> String {
        format!("/{}", encoded(path))
    }

    /// The path of an author on the site.
    pub fn author_path(slug: &str) -> String {
        format!("/authors/{}", encoded(slug))
    }

    /// The path of a tag on the site.
    pub fn tag_path(slug: &str) -> String {
        format!("/tags/{}", encoded(slug))
    }

    /// The URL of an article.
    pub fn article_url(&self, section_path: &str, id: i64, slug: &str) -> String {
        self.absolute(&Self::article_path(section_path, id, slug))
    }

    /// The URL of a section.
    pub fn section_url(&self, path: &str) -> String {
        self.absolute(&Self::section_path(path))
    }

    /// The URL of an author.
    pub fn author_url(&self, slug: &str) -> String {
        self.absolute(&Self::author_path(slug))
    }

    /// The URL of a tag.
    pub fn tag_url(&self, slug: &str) -> String {
        self.absolute(&Self::tag_path(slug))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_the_public_url_without_its_path() {
        for (public_url, origin) in [
            ("https://news.example", "https://news.example"),
            ("https://e.example/news/fa", "https://e.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ] {
            let site = Site {
                name: String::new(),
                description: None,
                language: Language::english(),
                time_zone: String::new(),
                slugs: SlugStyle::default(),
                public_url: public_url.to_owned(),
            };
            assert_eq!(site.origin(), origin);
        }
    }
}
