//! The conditions of a list, in the terms of the index.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::search::Search;
use crate::content::vocabulary::ResourceKind;
use crate::content::{Term, Time};
use crate::db::QueryResult;
use crate::delivery::articles::dto::ArticleQuery;
use crate::http::comma_separated::CommaSeparated;

/// The conditions that an article on the list meets: all of them.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    /// It has at least one term of each set.
    pub any_of: Vec<BTreeSet<Term>>,
    /// It has none of these terms.
    pub none_of: BTreeSet<Term>,
    /// Its News ID is one of these.
    pub ids: Option<Vec<i64>>,
    /// Its News ID is none of these.
    pub excluded_ids: Vec<i64>,
    /// It was published at this time or later.
    pub published_from: Option<Time>,
    /// It was published before this time.
    pub published_before: Option<Time>,
    /// It last changed for readers at this time or later.
    pub updated_from: Option<Time>,
    /// It contains all phrases of this search.
    pub search: Option<Search>,
}

impl Conditions {
    /// The conditions of a filter. `find_ids` returns the ids of sections, authors and tags by their names. A name
    /// that it omits does not exist and has no articles.
    pub fn of(
        filter: &ArticleQuery,
        mut find_ids: impl FnMut(ResourceKind, &[String]) -> QueryResult<BTreeMap<String, i64>>,
    ) -> QueryResult<Self> {
        let section = if filter.section_tree.unwrap_or(true) { Term::Section } else { Term::SectionAlone };
        let mut conditions = Self {
            ids: filter.ids.as_ref().map(|CommaSeparated(ids)| ids.clone()),
            excluded_ids: filter
                .exclude_ids
                .as_ref()
                .map(|CommaSeparated(ids)| ids.clone())
                .unwrap_or_default(),
            published_from: filter.published_after,
            published_before: filter.published_before,
            updated_from: filter.updated_after,
            search: filter.q.clone(),
            ..Self::default()
        };
        for (kind, names, term) in [
            (ResourceKind::Section, &filter.section, section),
            (ResourceKind::Author, &filter.author, Term::Author),
            (ResourceKind::Tag, &filter.tag, Term::Tag),
        ] {
            if let Some(CommaSeparated(names)) = names {
                conditions.any_of.push(find_ids(kind, names)?.into_values().map(term).collect());
            }
        }
        if let Some(CommaSeparated(names)) = &filter.tag_all {
            let ids = find_ids(ResourceKind::Tag, names)?;
            let each: BTreeSet<Option<i64>> = names.iter().map(|name| ids.get(name).copied()).collect();
            conditions.any_of.extend(each.into_iter().map(|tag| tag.map(Term::Tag).into_iter().collect()));
        }
        if let Some(CommaSeparated(names)) = &filter.tag_none {
            conditions.none_of.extend(find_ids(ResourceKind::Tag, names)?.into_values().map(Term::Tag));
        }
        if let Some(kinds) = &filter.kind {
            conditions.any_of.push(kinds.chosen().map(Term::Type).collect());
        }
        if let Some(CommaSeparated(ranges)) = &filter.language {
            conditions.any_of.push(ranges.iter().map(|range| Term::Language(range.to_string())).collect());
        }
        for (flag, term) in [(filter.is_breaking, Term::Breaking), (filter.is_featured, Term::Featured)] {
            match flag {
                Some(true) => conditions.any_of.push(BTreeSet::from([term])),
                Some(false) => conditions.none_of.extend([term]),
                None => {}
            }
        }
        Ok(conditions)
    }

    /// Whether no article can meet them: a set of terms, or the list of News IDs, is empty.
    pub fn match_nothing(&self) -> bool {
        self.any_of.iter().any(BTreeSet::is_empty) || self.ids.as_ref().is_some_and(Vec::is_empty)
    }

    /// The term, if the only condition is one term. [`Term::All`] if there is no condition.
    pub fn only_term(&self) -> Option<Term> {
        let has_only_terms = self.none_of.is_empty()
            && self.ids.is_none()
            && self.excluded_ids.is_empty()
            && self.published_from.is_none()
            && self.published_before.is_none()
            && self.updated_from.is_none()
            && self.search.is_none();
        let term = match &self.any_of[..] {
            [] => Some(Term::All),
            [terms] if terms.len() == 1 => terms.first().cloned(),
            _ => None,
        };
        term.filter(|_| has_only_terms)
    }

    /// The conditions without the set at that index of `any_of`.
    pub fn without_set(&self, index: usize) -> Self {
        let mut others = self.clone();
        others.any_of.remove(index);
        others
    }
}
