//! What an answer to readers is made of, by names that caches can be told to forget.
//!
//! A change touches tags; an answer carries the tags of everything it depends on. The response cache, the servers of one
//! installation and shared caches in front of them all go by these names: an answer stays valid until a change touches one
//! of its tags.

use std::fmt;
use std::str::FromStr;

use super::vocabulary::ResourceKind;

/// The most bytes of tags that a header takes, with a separator after each. Proxies refuse answers with larger ones.
const MAX_HEADER: usize = 4000;

/// One name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CacheTag {
    /// `content`: every answer. Touched when something about the whole site changes.
    Content,
    /// `site`: touched by every change.
    Site,
    /// `redirects`: where redirects lead.
    Redirects,
    /// `updates`: which articles have another version. Answers that go by words, or by the time of the last change, carry it.
    Updates,
    /// `articles`, `sections`, `authors`, `tags`: which ones there are, and in which order.
    List(ResourceKind),
    /// `articles-section-12`: which articles there are in a section or below it, by an author, or with a tag.
    Articles(ResourceKind, i64),
    /// `article-84451`, `section-12`: one of them, and what it is called.
    One(ResourceKind, i64),
    /// `former-tag-3`: which former names lead to it.
    FormerNames(ResourceKind, i64),
    /// `comments-84451`: how the comments on an article are liked.
    Comments(i64),
}

impl CacheTag {
    /// Adds its name to a text. An answer has a hundred of them, so they are put together without formatting.
    fn write(&self, out: &mut String) {
        let mut add = |prefix: &str, kind: &str, id: i64| {
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
            Self::Articles(kind, id) => add("articles-", kind.into(), *id),
            Self::One(kind, id) => add("", kind.into(), *id),
            Self::FormerNames(kind, id) => add("former-", kind.into(), *id),
            Self::Comments(article) => add("", "comments", *article),
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

/// A text that is no tag of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownTag;

impl FromStr for CacheTag {
    type Err = UnknownTag;

    fn from_str(text: &str) -> Result<Self, UnknownTag> {
        let kind = |text: &str| text.parse::<ResourceKind>().map_err(|_| UnknownTag);
        match text {
            "content" => return Ok(Self::Content),
            "site" => return Ok(Self::Site),
            "redirects" => return Ok(Self::Redirects),
            "updates" => return Ok(Self::Updates),
            _ => {}
        }
        let Some((name, id)) = text.rsplit_once('-') else {
            return kind(text.strip_suffix('s').ok_or(UnknownTag)?).map(Self::List);
        };
        let id = id.parse().map_err(|_| UnknownTag)?;
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

/// The tags of an answer or of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CacheTags(Vec<CacheTag>);

impl CacheTags {
    /// The tags of what `value` shows.
    pub fn of(value: &impl Tagged) -> Self {
        let mut tags = Self::default();
        value.tag(&mut tags);
        tags
    }

    /// One tag.
    pub fn only(tag: CacheTag) -> Self {
        Self(vec![tag])
    }

    /// Adds a tag.
    pub fn add(&mut self, tag: CacheTag) {
        self.0.push(tag);
    }

    /// Adds one thing of that kind.
    pub fn add_one(&mut self, kind: ResourceKind, id: i64) {
        self.0.push(CacheTag::One(kind, id));
    }

    /// These and others.
    pub fn and(mut self, others: impl IntoIterator<Item = CacheTag>) -> Self {
        self.0.extend(others);
        self
    }

    /// Each tag once, in order.
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

/// The tags as a header has them, with a space between them, of [`CacheTags::distinct`]. When they are too many for a header,
/// `site` takes their place, which every change touches.
pub fn header(distinct: &[CacheTag]) -> String {
    let mut names = String::with_capacity(MAX_HEADER);
    CacheTag::Content.write(&mut names);
    for tag in distinct.iter().filter(|tag| **tag != CacheTag::Content) {
        names.push(' ');
        tag.write(&mut names);
        if names.len() > MAX_HEADER {
            return format!("{} {}", CacheTag::Content, CacheTag::Site);
        }
    }
    names
}

/// What answers show.
pub trait Tagged {
    /// Adds the tags of everything that changes it when it changes.
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
    fn a_tag_is_read_as_it_is_written() {
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
            assert_eq!(text.parse::<CacheTag>(), Err(UnknownTag), "{text}");
        }
    }

    #[test]
    fn tags_are_named_once_and_the_site_stands_for_too_many() {
        assert_eq!(header(&[]), "content");
        let article = CacheTag::One(ResourceKind::Article, 84_451);
        let tags =
            CacheTags::only(article).and([CacheTag::One(ResourceKind::Tag, 3), article, CacheTag::Content]);
        assert_eq!(header(&tags.distinct()), "content article-84451 tag-3");
        let many: Vec<CacheTag> = (0..1000).map(|id| CacheTag::One(ResourceKind::Author, id)).collect();
        assert_eq!(header(&many), "content site");
    }
}
