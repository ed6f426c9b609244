//! Taxonomy: the sections, authors and tags that are assigned to articles.

use strum::IntoStaticStr;

use super::Article;
use super::vocabulary::{ResourceKind, TargetKind};

/// A kind of resource that is assigned to articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Taxon {
    /// A section. An article has at most one.
    Section,
    /// An author. An article may have several, each with a role.
    Author,
    /// A tag. An article may have several.
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
    /// The section, authors and tags that are assigned to the article.
    pub fn assigned_taxa(&self) -> Vec<(Taxon, i64)> {
        let section = self.section_id.map(|id| (Taxon::Section, id));
        let authors = self.authors.iter().map(|credit| (Taxon::Author, credit.id));
        let tags = self.tag_ids.iter().map(|id| (Taxon::Tag, *id));
        section.into_iter().chain(authors).chain(tags).collect()
    }

    /// Replaces an assigned section, author or tag by another one of the same kind.
    pub fn reassign(&mut self, taxon: Taxon, from: i64, to: i64) {
        match taxon {
            Taxon::Section if self.section_id == Some(from) => self.section_id = Some(to),
            Taxon::Section => {}
            Taxon::Author => replace(&mut self.authors, from, to, |credit| &mut credit.id),
            Taxon::Tag => replace(&mut self.tag_ids, from, to, |tag| tag),
        }
    }
}

/// Replaces the id `from` by `to` in a list. Of entries that are equal then, only the first stays.
pub fn replace<T: PartialEq>(list: &mut Vec<T>, from: i64, to: i64, id: impl Fn(&mut T) -> &mut i64) {
    let mut replaced: Vec<T> = Vec::with_capacity(list.len());
    for mut entry in list.drain(..) {
        let id = id(&mut entry);
        if *id == from {
            *id = to;
        }
        if !replaced.contains(&entry) {
            replaced.push(entry);
        }
    }
    *list = replaced;
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
    fn the_new_id_has_the_position_of_the_old_one() {
        assert_eq!(replaced(&[5, 1, 6]), [5, 2, 6]);
        assert_eq!(replaced(&[5, 6]), [5, 6]);
    }

    #[test]
    fn duplicates_are_removed_after_the_first() {
        assert_eq!(replaced(&[1, 5, 2]), [2, 5]);
        assert_eq!(replaced(&[2, 5, 1]), [2, 5]);
    }
}
