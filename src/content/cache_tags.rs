//! Cache tags (surrogate keys): names of the resources that a response to readers depends on.
//!
//! A response carries the tags of everything that it depends on. A change touches tags. A response stays valid until a
//! change touches one of its tags. The response cache, all servers of one installation and CDNs in front of them use the
//! same tags.

use std::fmt;
use std::str::FromStr;

use super::vocabulary::ResourceKind;

/// The maximum length of the header value in bytes. Common proxies refuse responses with larger headers.
const MAX_HEADER_BYTES: usize = 4000;

/// One cache tag. Its text form is part of the public API: CDNs purge by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CacheTag {
    /// `content`: every response has it. A change to the whole site, such as its name, touches it.
    Content,
    /// `site`: every change touches it.
    Site,
    /// `redirects`: the targets of redirects.
    Redirects,
    /// `updates`: every update of a published article touches it. Searches and lists by the time of the last change carry it.
    Updates,
    /// `articles`, `sections`, `authors`, `tags`: the list of all resources of this kind, and its order.
    List(ResourceKind),
    /// `articles-section-12`: the list of articles in a section with its subsections, by an author, or with a tag.
    Articles(ResourceKind, i64),
    /// `article-84451`, `section-12`: one resource, with its name and slug.
    One(ResourceKind, i64),
    /// `former-tag-3`: the former slugs that redirect to a resource.
    FormerNames(ResourceKind, i64),
    /// `comments-84451`: the like counts of the comments on an article.
    Comments(i64),
}

impl CacheTag {
    /// Appends the tag to a text. It avoids `format!`, because a response has about a hundred tags.
    fn write(&self, out: &mut String) {
        let mut push = |prefix: &str, kind: &str, id: i64| {
            out.push_str(prefix);
            out.push_str(kind);
            out.push('-');
            out.push_str(itoa::Buffer::new().format(id));
        };
        match self {
            Self::Content => out.push_str("content"),
            Self::Site => out.push_str("site"),
            Self::Redirects => out.push_str("redirects"),
            Self::Updates => out.push_str("updates"),
            Self::List(kind) => {
                out.push_str(kind.into());
                out.push('s');
            }
            Self::Articles(kind, id) => push("articles-", kind.into(), *id),
            Self::One(kind, id) => push("", kind.into(), *id),
            Self::FormerNames(kind, id) => push("former-", kind.into(), *id),
            Self::Comments(article) => push("", "comments", *article),
        }
    }
}

impl fmt::Display for CacheTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut name = String::new();
        self.write(&mut name);
        f.write_str(&name)
    }
}

/// The text is not a cache tag of this release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCacheTag;

impl FromStr for CacheTag {
    type Err = UnknownCacheTag;

    fn from_str(text: &str) -> Result<Self, UnknownCacheTag> {
        let kind = |text: &str| text.parse::<ResourceKind>().map_err(|_| UnknownCacheTag);
        match text {
            "content" => return Ok(Self::Content),
            "site" => return Ok(Self::Site),
            "redirects" => return Ok(Self::Redirects),
            "updates" => return Ok(Self::Updates),
            _ => {}
        }
        let Some((name, id)) = text.rsplit_once('-') else {
            return kind(text.strip_suffix('s').ok_or(UnknownCacheTag)?).map(Self::List);
        };
        let id = id.parse().map_err(|_| UnknownCacheTag)?;
        if name == "comments" {
            Ok(Self::Comments(id))
        } else if let Some(name) = name.strip_prefix("articles-") {
            Ok(Self::Articles(kind(name)?, id))
        } else if let Some(name) = name.strip_prefix("former-") {
            Ok(Self::FormerNames(kind(name)?, id))
        } else {
            Ok(Self::One(kind(name)?, id))
        }
    }
}

/// The tags of a response or of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CacheTags(Vec<CacheTag>);

impl CacheTags {
    /// The tags of everything that `value` depends on.
    pub fn of(value: &impl Tagged) -> Self {
        let mut tags = Self::default();
        value.tag(&mut tags);
        tags
    }

    /// A set of one tag.
    pub fn only(tag: CacheTag) -> Self {
        Self(vec![tag])
    }

    /// Adds a tag.
    pub fn add(&mut self, tag: CacheTag) {
        self.0.push(tag);
    }

    /// Adds the tag of one resource.
    pub fn add_one(&mut self, kind: ResourceKind, id: i64) {
        self.0.push(CacheTag::One(kind, id));
    }

    /// The same tags and further ones.
    pub fn and(mut self, others: impl IntoIterator<Item = CacheTag>) -> Self {
        self.0.extend(others);
        self
    }

    /// The tags without duplicates, sorted.
    pub fn distinct(mut self) -> Vec<CacheTag> {
        self.0.sort_unstable();
        self.0.dedup();
        self.0
    }
}

impl IntoIterator for CacheTags {
    type Item = CacheTag;
    type IntoIter = std::vec::IntoIter<CacheTag>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// The header value for tags from [`CacheTags::distinct`], separated by spaces, always beginning with `content`.
///
/// When the value would be too long, it is `content site`. Every change touches `site`, so the response is still purged.
pub fn header(distinct: &[CacheTag]) -> String {
    let mut names = String::with_capacity(MAX_HEADER_BYTES);
    CacheTag::Content.write(&mut names);
    for tag in distinct.iter().filter(|tag| **tag != CacheTag::Content) {
        names.push(' ');
        tag.write(&mut names);
        if names.len() > MAX_HEADER_BYTES {
            return format!("{} {}", CacheTag::Content, CacheTag::Site);
        }
    }
    names
}

/// A value that responses show.
pub trait Tagged {
    /// Adds the tags of all resources whose changes change this value.
    fn tag(&self, tags: &mut CacheTags);
}

impl<T: Tagged> Tagged for Vec<T> {
    fn tag(&self, tags: &mut CacheTags) {
        self.iter().for_each(|value| value.tag(tags));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_round_trip_through_text() {
        for (tag, text) in [
            (CacheTag::Content, "content"),
            (CacheTag::Site, "site"),
            (CacheTag::Redirects, "redirects"),
            (CacheTag::Updates, "updates"),
            (CacheTag::List(ResourceKind::Author), "authors"),
            (CacheTag::Articles(ResourceKind::Section, 12), "articles-section-12"),
            (CacheTag::One(ResourceKind::Article, 84_451), "article-84451"),
            (CacheTag::FormerNames(ResourceKind::Tag, 3), "former-tag-3"),
            (CacheTag::Comments(84_451), "comments-84451"),
        ] {
            assert_eq!((tag.to_string().as_str(), text.parse()), (text, Ok(tag)));
        }
        for text in ["", "s", "article-", "articles-12", "page-1", "articles-page-1", "article-1x"] {
            assert_eq!(text.parse::<CacheTag>(), Err(UnknownCacheTag), "{text}");
        }
    }

    #[test]
    fn the_header_has_each_tag_once_and_falls_back_to_site() {
        assert_eq!(header(&[]), "content");
        let article = CacheTag::One(ResourceKind::Article, 84_451);
        let tags =
            CacheTags::only(article).and([CacheTag::One(ResourceKind::Tag, 3), article, CacheTag::Content]);
        assert_eq!(header(&tags.distinct()), "content article-84451 tag-3");
        let many: Vec<CacheTag> = (0..1000).map(|id| CacheTag::One(ResourceKind::Author, id)).collect();
        assert_eq!(header(&many), "content site");
    }
}
