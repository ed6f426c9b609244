//! The things that an answer tells of, by names that shared caches can be told to forget.

use super::page::Page;
use crate::content::vocabulary::NamedKind;

/// The most bytes of names that are sent, with a separator after each. Proxies refuse answers with larger headers.
const MAX_LENGTH: usize = 4000;

/// The name that every answer has.
const ALL: &str = "content";

/// Names of things: `article-84451`, `section-12`, `author-7`, `tag-3`.
#[derive(Debug, Default)]
pub struct Things(Vec<(NamedKind, i64)>);

impl Things {
    /// The things that `value` tells of.
    pub fn of(value: &impl Mentions) -> Self {
        let mut things = Self::default();
        value.mention(&mut things);
        things
    }

    /// One article and nothing else.
    pub fn of_article(id: i64) -> Self {
        Self(vec![(NamedKind::Article, id)])
    }

    /// `content` and all the names; `content` alone when they are too many for a header.
    pub fn names(&self) -> Vec<String> {
        let mut named = self.0.clone();
        named.sort_unstable();
        named.dedup();
        let names = named.into_iter().map(|(kind, id)| format!("{}-{id}", <&str>::from(kind)));
        let mut names: Vec<String> = std::iter::once(ALL.to_owned()).chain(names).collect();
        if names.iter().map(|name| name.len() + 1).sum::<usize>() > MAX_LENGTH {
            names.truncate(1);
        }
        names
    }

    /// Adds a thing of that kind.
    pub fn add(&mut self, kind: NamedKind, id: i64) {
        self.0.push((kind, id));
    }
}

/// What tells of things.
pub trait Mentions {
    /// Adds everything that changes it when it changes.
    fn mention(&self, things: &mut Things);
}

impl<T: Mentions> Mentions for Page<T> {
    fn mention(&self, things: &mut Things) {
        self.data.mention(things);
    }
}

impl<T: Mentions> Mentions for Vec<T> {
    fn mention(&self, things: &mut Things) {
        self.iter().for_each(|value| value.mention(things));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_named_once_and_not_when_they_are_too_many() {
        assert_eq!(Things::default().names(), ["content"]);
        let mut things = Things::of_article(84_451);
        things.add(NamedKind::Tag, 3);
        things.add(NamedKind::Tag, 3);
        assert_eq!(things.names(), ["content", "article-84451", "tag-3"]);
        (0..1000).for_each(|id| things.add(NamedKind::Author, id));
        assert_eq!(things.names(), ["content"]);
    }
}
