//! The public site that this installation stands behind.

use crate::content::{Language, Time};

/// What front-end apps are told about the site, and how its public addresses are made.
#[derive(Clone, Debug)]
pub struct Site {
    /// The paper's name.
    pub name: String,
    /// The language it mainly writes in.
    pub language: Language,
    /// The IANA name of the time zone its readers live in.
    pub time_zone: String,
    /// Where readers find it, without a slash at the end.
    pub public_url: String,
}

impl Site {
    /// What a redirect leads to, in full: a page of the site is kept without the site's own address.
    pub fn absolute(&self, to: &str) -> String {
        if to.starts_with('/') { [&self.public_url, to].concat() } else { to.to_owned() }
    }

    /// A name for an article that never changes, whatever becomes of its address (RFC 4151).
    pub fn permanent_id(&self, id: i64, first_published_at: Time) -> String {
        let host = self.public_url.split_once("://").map_or("", |(_, rest)| rest);
        let host = host.split(['/', ':']).next().unwrap_or_default();
        let time = first_published_at.to_string();
        let day = time.split('T').next().unwrap_or_default();
        format!("tag:{host},{day}:{id}")
    }

    /// The path of an article on the site.
    pub fn article_path(section_path: &str, id: i64, slug: &str) -> String {
        ["/", section_path, "/", itoa::Buffer::new().format(id), "/", slug].concat()
    }

    /// The path of a section on the site.
    pub fn section_path(path: &str) -> String {
        format!("/{path}")
    }

    /// The path of an author on the site.
    pub fn author_path(slug: &str) -> String {
        format!("/authors/{slug}")
    }

    /// The path of a tag on the site.
    pub fn tag_path(slug: &str) -> String {
        format!("/tags/{slug}")
    }

    /// The address of an article.
    pub fn article_url(&self, section_path: &str, id: i64, slug: &str) -> String {
        self.absolute(&Self::article_path(section_path, id, slug))
    }

    /// The address of a section.
    pub fn section_url(&self, path: &str) -> String {
        self.absolute(&Self::section_path(path))
    }

    /// The address of an author.
    pub fn author_url(&self, slug: &str) -> String {
        self.absolute(&Self::author_path(slug))
    }

    /// The address of a tag.
    pub fn tag_url(&self, slug: &str) -> String {
        self.absolute(&Self::tag_path(slug))
    }
}
