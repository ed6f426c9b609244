//! What a list asks of its articles.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::search::Search;
use crate::content::vocabulary::ResourceKind;
use crate::content::{Term, Time};
use crate::db::QueryResult;
use crate::delivery::articles::dto::ArticleQuery;
use crate::http::comma_separated::CommaSeparated;

/// What a list asks of its articles, in the terms of the index.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    /// An article has at least one term of each of these sets.
    pub any_of: Vec<BTreeSet<Term>>,
    /// It has none of these.
    pub none_of: BTreeSet<Term>,
    /// Its News ID is one of these.
    pub ids: Option<Vec<i64>>,
    /// Its News ID is none of these.
    pub other_ids: Vec<i64>,
    /// It was published at this time or later.
    pub published_from: Option<Time>,
    /// It was published before this time.
    pub published_before: Option<Time>,
    /// It changed at this time or later.
    pub updated_from: Option<Time>,
    /// All of this is found in it.
    pub search: Option<Search>,
}

impl Conditions {
    /// What the filter asks. `ids` finds the ids of sections, authors and tags by their names; what it does not find does
    /// not exist, and has no articles.
    pub fn of(
        filter: &ArticleQuery,
        mut ids: impl FnMut(ResourceKind, &[String]) -> QueryResult<BTreeMap<String, i64>>,
    ) -> QueryResult<Self> {
        let section = if filter.section_tree.unwrap_or(true) { Term::Section } else { Term::SectionAlone };
        let mut conditions = Self {
            ids: filter.ids.as_ref().map(|CommaSeparated(ids)| ids.clone()),
            other_ids: filter.exclude_ids.as_ref().map(|CommaSeparated(ids)| ids.clone()).unwrap_or_default(),
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
                conditions.any_of.push(ids(kind, names)?.into_values().map(term).collect());
            }
        }
        if let Some(CommaSeparated(names)) = &filter.tag_all {
            let found = ids(ResourceKind::Tag, names)?;
            let each: BTreeSet<Option<i64>> = names.iter().map(|name| found.get(name).copied()).collect();
            conditions.any_of.extend(each.into_iter().map(|tag| tag.map(Term::Tag).into_iter().collect()));
        }
        if let Some(CommaSeparated(names)) = &filter.tag_none {
            conditions.none_of.extend(ids(ResourceKind::Tag, names)?.into_values().map(Term::Tag));
        }
        if let Some(kinds) = &filter.kind {
            conditions.any_of.push(kinds.chosen().map(Term::Type).collect());
        }
        if let Some(CommaSeparated(ranges)) = &filter.language {
            conditions.any_of.push(ranges.iter().map(|range| Term::Language(range.to_string())).collect());
        }
        for (wanted, term) in [(filter.is_breaking, Term::Breaking), (filter.is_featured, Term::Featured)] {
            match wanted {
                Some(true) => conditions.any_of.push(BTreeSet::from([term])),
                Some(false) => conditions.none_of.extend([term]),
                None => {}
            }
        }
        Ok(conditions)
    }

    /// Whether no article can fulfil them.
    pub fn are_impossible(&self) -> bool {
        self.any_of.iter().any(BTreeSet::is_empty) || self.ids.as_ref().is_some_and(Vec::is_empty)
    }

    /// The only term that is asked for, when nothing else is; [`Term::All`] when nothing is asked at all.
    pub fn only_term(&self) -> Option<Term> {
        let is_plain = self.none_of.is_empty()
            && self.ids.is_none()
            && self.other_ids.is_empty()
            && self.published_from.is_none()
            && self.published_before.is_none()
            && self.updated_from.is_none()
            && self.search.is_none();
        let term = match &self.any_of[..] {
            [] => Some(Term::All),
            [terms] if terms.len() == 1 => terms.first().cloned(),
            _ => None,
        };
        term.filter(|_| is_plain)
    }

    /// The same without the terms at that place of `any_of`.
    pub fn without(&self, number: usize) -> Self {
        let mut rest = self.clone();
        rest.any_of.remove(number);
        rest
    }
}
