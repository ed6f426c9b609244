//! What articles are filed under.

use strum::IntoStaticStr;

use super::Article;
use super::vocabulary::{ResourceKind, TargetKind};

/// A kind of thing that articles are filed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Taxon {
    /// A section, which an article is in.
    Section,
    /// An author, whom an article names.
    Author,
    /// A tag, which an article carries.
    Tag,
}

impl From<Taxon> for ResourceKind {
    fn from(taxon: Taxon) -> Self {
        match taxon {
            Taxon::Section => Self::Section,
            Taxon::Author => Self::Author,
            Taxon::Tag => Self::Tag,
        }
    }
}

impl From<Taxon> for TargetKind {
    fn from(taxon: Taxon) -> Self {
        match taxon {
            Taxon::Section => Self::Section,
            Taxon::Author => Self::Author,
            Taxon::Tag => Self::Tag,
        }
    }
}

impl Article {
    /// Everything the article is filed under.
    pub fn filed_under(&self) -> Vec<(Taxon, i64)> {
        let section = self.section_id.map(|id| (Taxon::Section, id));
        let authors = self.authors.iter().map(|credit| (Taxon::Author, credit.id));
        let tags = self.tag_ids.iter().map(|id| (Taxon::Tag, *id));
        section.into_iter().chain(authors).chain(tags).collect()
    }

    /// Files the article under `to` wherever it was filed under `from`.
    pub fn reassign(&mut self, taxon: Taxon, from: i64, to: i64) {
        match taxon {
            Taxon::Section if self.section_id == Some(from) => self.section_id = Some(to),
            Taxon::Section => {}
            Taxon::Author => replace(&mut self.authors, from, to, |credit| &mut credit.id),
            Taxon::Tag => replace(&mut self.tag_ids, from, to, |tag| tag),
        }
    }
}

/// Puts `to` in the place of `from`. What the list names twice then stays where it was named first.
pub fn replace<T>(list: &mut Vec<T>, from: i64, to: i64, id: impl Fn(&mut T) -> &mut i64) {
    let mut named = false;
    list.retain_mut(|entry| {
        let id = id(entry);
        if *id == from {
            *id = to;
        }
        *id != to || !std::mem::replace(&mut named, true)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(list: &[i64]) -> Vec<i64> {
        let mut list = list.to_vec();
        replace(&mut list, 1, 2, |id| id);
        list
    }

    #[test]
    fn the_new_one_stands_where_the_old_one_stood() {
        assert_eq!(replaced(&[5, 1, 6]), [5, 2, 6]);
        assert_eq!(replaced(&[5, 6]), [5, 6]);
    }

    #[test]
    fn what_is_named_twice_stays_where_it_was_named_first() {
        assert_eq!(replaced(&[1, 5, 2]), [2, 5]);
        assert_eq!(replaced(&[2, 5, 1]), [2, 5]);
    }
}
