//! How the articles that fulfil several conditions are found.

use std::collections::BTreeSet;

use super::conditions::Conditions;
use super::{Found, MAX_LOOKED_AT, Order, Place, Sight, Walk, store};
use crate::content::Term;
use crate::content::search::Search;
use crate::db::published_search::{self, ScanRange, SearchScope};
use crate::db::{Conn, QueryResult};

/// So few articles are all looked at.
pub const FEW: usize = 200;

/// How many articles in which something is found are compared with how many have a term.
pub const COMPARED: usize = 2000;

/// What is read, and what is checked of each article on the way.
#[derive(Debug)]
pub struct Plan {
    lead: Lead,
    rest: Conditions,
    /// At most so many articles are seen, when that is known.
    pub size: Option<usize>,
    /// Of how many articles that are seen one fits, as far as it can be guessed.
    one_of: usize,
}

#[derive(Debug)]
enum Lead {
    /// The lists with any of these terms.
    Terms(BTreeSet<Term>),
    /// These articles.
    Ids(Vec<i64>),
    /// The articles in which that part holds what is searched for, by the time of their publication.
    Words(Search, SearchScope),
}

impl Plan {
    /// Along what the fewest articles have, as far as that is known.
    pub fn choose(conn: &mut Conn, conditions: &Conditions, order: Order) -> QueryResult<Self> {
        if let Some(ids) = &conditions.ids {
            let size = Some(ids.len());
            return Ok(Self { lead: Lead::Ids(ids.clone()), rest: conditions.clone(), size, one_of: 1 });
        }
        let smallest = Self::along_terms(conn, conditions)?;
        let Some(search) = &conditions.search else { return Ok(smallest) };
        let by_publication = Order { by_change: false, from: None, before: None, ..order };
        let bound = smallest.size.unwrap_or(usize::MAX);
        let words = Lead::Words(search.clone(), SearchScope::Whole);
        let rest = Conditions { search: None, ..conditions.clone() };
        if conditions.any_of.is_empty() && !order.by_change {
            return Ok(Self { lead: words, rest, size: None, one_of: 1 });
        }
        // Words are kept in the order of publication: in another one only few articles can be put.
        let bound = bound.min(if order.by_change { FEW } else { COMPARED });
        let found = words_along(conn, search, SearchScope::Whole, by_publication, None, bound + 1)?;
        if found.len() > bound {
            return Ok(smallest);
        }
        if order.by_change {
            let ids: Vec<i64> = found.into_iter().map(|(_, id)| id).collect();
            let size = Some(ids.len());
            return Ok(Self { lead: Lead::Ids(ids), rest, size, one_of: 1 });
        }
        Ok(Self { lead: words, rest, size: Some(found.len()), one_of: 1 })
    }

    /// As [`Self::choose`], when at most so many articles are seen that all of them can be put in another order.
    pub fn choose_few(conn: &mut Conn, conditions: &Conditions, order: Order) -> QueryResult<Option<Self>> {
        let plan = Self::choose(conn, conditions, order)?;
        if let (None, Lead::Words(search, part)) = (plan.size, &plan.lead) {
            let found = words_along(conn, search, *part, order, None, FEW + 1)?;
            return Ok((found.len() <= FEW).then_some(plan));
        }
        Ok(Some(plan).filter(|plan| plan.size.is_some_and(|size| size <= COMPARED)))
    }

    /// Along the articles in which that part holds what is searched for.
    pub fn along_words(search: &Search, part: SearchScope, rest: Conditions) -> Self {
        Self { lead: Lead::Words(search.clone(), part), rest, size: None, one_of: 1 }
    }

    /// Along the terms that the fewest articles have.
    fn along_terms(conn: &mut Conn, conditions: &Conditions) -> QueryResult<Self> {
        let all = BTreeSet::from([Term::All]);
        if conditions.any_of.is_empty() {
            let one_of = if conditions.none_of.is_empty() { 1 } else { 2 };
            return Ok(Self { lead: Lead::Terms(all), rest: conditions.clone(), size: None, one_of });
        }
        let (number, size, one_of) = if conditions.any_of.len() == 1 && conditions.search.is_none() {
            (0, None, 1)
        } else {
            let mut sets = conditions.any_of.clone();
            sets.push(all);
            let mut sizes = store::sizes(conn, &sets)?;
            let total = sizes.pop().unwrap_or_default().max(1);
            let smallest = (0..).zip(sizes.iter().copied()).min_by_key(|(_, size)| *size);
            let (number, size) = smallest.unwrap_or_default();
            // As if the conditions had nothing to do with each other.
            let others = (0..).zip(&sizes).filter(|(other, _)| *other != number);
            let one_of = others.fold(1.0, |one_of, (_, size)| one_of * total as f64 / (*size).max(1) as f64);
            (number, Some(usize::try_from(size).unwrap_or_default()), one_of as usize)
        };
        let terms = conditions.any_of[number].clone();
        Ok(Self { lead: Lead::Terms(terms), rest: conditions.without(number), size, one_of })
    }

    /// Reads on, and lets `choose` choose among what fits.
    pub fn walk(
        &self,
        conn: &mut Conn,
        walk: &mut Walk,
        mut choose: impl FnMut(&mut Conn, Vec<Place>) -> QueryResult<Vec<Place>>,
    ) -> QueryResult<Found<Place>> {
        let order = walk.order;
        // A little more than is needed if the guess is right; all at once when there are few.
        let guess = walk.wanted.saturating_mul(self.one_of.max(1));
        let guess = if self.one_of > 1 { guess + guess / 3 } else { guess };
        let first_step = self.size.map_or(guess, |size| guess.min(size + 1));
        match &self.lead {
            Lead::Ids(ids) => {
                let places = store::places(conn, ids, &self.rest, order)?;
                let places = self.found(conn, places)?;
                let mut keys = choose(conn, places)?;
                order.arrange(&mut keys, walk.place);
                keys.truncate(walk.wanted);
                Ok(Found { keys, end: None })
            }
            Lead::Terms(terms) => {
                let wanted = walk.wanted;
                walk.run(first_step, |place, step| {
                    // Where all articles may be looked at, nothing stops the search but its end.
                    let is_short = self.size.is_some_and(|size| size <= MAX_LOOKED_AT);
                    let end = if is_short { None } else { store::ahead(conn, terms, order, place, step)? };
                    // What is searched for takes some of them out again.
                    let limit = if self.rest.search.is_some() { step } else { wanted };
                    let mut fitting = store::scan(conn, terms, &self.rest, order, (place, end), limit)?;
                    let go_on_from = if fitting.len() < limit { end } else { fitting.last().copied() };
                    fitting.dedup();
                    let fitting = self.found(conn, fitting)?;
                    Ok(Sight { fitting: choose(conn, fitting)?, go_on_from })
                })
            }
            Lead::Words(search, part) => walk.run(first_step, |place, step| {
                let found = words_along(conn, search, *part, order, place, step)?;
                let go_on_from = found.last().copied().filter(|_| found.len() >= step);
                let fitting = self.fulfilling(conn, found, order)?;
                Ok(Sight { fitting: choose(conn, fitting)?, go_on_from })
            }),
        }
    }

    /// Those of the articles in which everything is found that is searched for.
    fn found(&self, conn: &mut Conn, places: Vec<Place>) -> QueryResult<Vec<Place>> {
        let Some(search) = &self.rest.search else { return Ok(places) };
        let ids: Vec<i64> = places.iter().map(|(_, id)| *id).collect();
        let found = published_search::best_scopes(conn, search, &ids)?;
        Ok(places.into_iter().filter(|(_, id)| found.contains_key(id)).collect())
    }

    /// Those of the articles that fulfil the rest of the conditions.
    fn fulfilling(&self, conn: &mut Conn, places: Vec<Place>, order: Order) -> QueryResult<Vec<Place>> {
        let rest = &self.rest;
        let is_free = rest.any_of.is_empty() && rest.none_of.is_empty() && rest.other_ids.is_empty();
        if places.is_empty() || is_free && rest.updated_from.is_none() {
            return Ok(places);
        }
        let ids: Vec<i64> = places.iter().map(|(_, id)| *id).collect();
        let mut fulfilling = store::places(conn, &ids, rest, order)?;
        order.arrange(&mut fulfilling, None);
        Ok(fulfilling)
    }
}

fn words_along(
    conn: &mut Conn,
    search: &Search,
    part: SearchScope,
    order: Order,
    place: Option<Place>,
    number: usize,
) -> QueryResult<Vec<Place>> {
    let way = ScanRange { ascending: order.ascending, from: order.from, before: order.before, after: place };
    published_search::scan(conn, search, part, way, number)
}
