//! Chooses the index that a list is read from, and reads it.

use std::collections::BTreeSet;

use super::conditions::Conditions;
use super::order::{Order, SeekKey};
use super::scan::{SCAN_BUDGET, Scan, ScanResult, ScanStep};
use super::store;
use crate::content::Term;
use crate::content::search::Search;
use crate::db::published_search::{self, ScanRange, SearchScope};
use crate::db::{Conn, QueryResult};

/// Up to this many articles that match a search, all are read and sorted in memory.
const MAX_MATCHES_TO_SORT: usize = 200;

/// Up to this many articles that match a search are counted, to compare them with the articles of a term. It is
/// also the largest number of articles that are sorted by relevance in memory.
pub const MAX_COMPARED: usize = 2000;

/// Which index is read, and what is checked of each row.
#[derive(Debug)]
pub struct Plan {
    driving_index: DrivingIndex,
    /// The conditions that the driving index does not guarantee.
    residual: Conditions,
    /// The most rows that the driving index has, if that is known.
    max_rows: Option<usize>,
    /// The estimated number of rows that are read for each article that matches.
    rows_per_match: usize,
}

/// The index whose rows a scan reads.
#[derive(Debug)]
enum DrivingIndex {
    /// The articles with any of these terms.
    Terms(BTreeSet<Term>),
    /// These News IDs.
    Ids(Vec<i64>),
    /// The articles that match the search within this part, by time of publication.
    Words(Search, SearchScope),
}

impl Plan {
    /// Chooses the index with the fewest rows, as far as their number is known.
    pub fn choose(conn: &mut Conn, conditions: &Conditions, order: Order) -> QueryResult<Self> {
        if let Some(ids) = &conditions.ids {
            let max_rows = Some(ids.len());
            let driving_index = DrivingIndex::Ids(ids.clone());
            return Ok(Self { driving_index, residual: conditions.clone(), max_rows, rows_per_match: 1 });
        }
        let by_terms = Self::by_terms(conn, conditions)?;
        let Some(search) = &conditions.search else { return Ok(by_terms) };
        let by_publication = Order { by_change: false, from: None, before: None, ..order };
        let words = DrivingIndex::Words(search.clone(), SearchScope::ALL);
        let residual = Conditions { search: None, ..conditions.clone() };
        if conditions.any_of.is_empty() && !order.by_change {
            return Ok(Self { driving_index: words, residual, max_rows: None, rows_per_match: 1 });
        }
        // The index of words is in the order of publication. For another order its rows are sorted in memory.
        let bound = by_terms.max_rows.unwrap_or(usize::MAX);
        let bound = bound.min(if order.by_change { MAX_MATCHES_TO_SORT } else { MAX_COMPARED });
        let matches = word_matches(conn, search, SearchScope::ALL, by_publication, None, bound + 1)?;
        if matches.len() > bound {
            return Ok(by_terms);
        }
        let max_rows = Some(matches.len());
        let driving_index = if order.by_change {
            DrivingIndex::Ids(matches.into_iter().map(|(_, id)| id).collect())
        } else {
            words
        };
        Ok(Self { driving_index, residual, max_rows, rows_per_match: 1 })
    }

    /// As [`Self::choose`], but `None` if the index may have more rows than can be sorted in memory.
    pub fn choose_small(conn: &mut Conn, conditions: &Conditions, order: Order) -> QueryResult<Option<Self>> {
        let plan = Self::choose(conn, conditions, order)?;
        if let (None, DrivingIndex::Words(search, part)) = (plan.max_rows, &plan.driving_index) {
            // Exact forms alone are often enough to know that there are many.
            let exact = Some(SearchScope::EXACT).filter(|_| search.has_other_forms());
            for part in exact.into_iter().chain([*part]) {
                let matches = word_matches(conn, search, part, order, None, MAX_MATCHES_TO_SORT + 1)?;
                if matches.len() > MAX_MATCHES_TO_SORT {
                    return Ok(None);
                }
            }
            return Ok(Some(plan));
        }
        Ok(Some(plan).filter(|plan| plan.max_rows.is_some_and(|rows| rows <= MAX_COMPARED)))
    }

    /// Reads the articles that match the search within `part`, and checks the `residual` conditions.
    pub fn by_words(search: &Search, part: SearchScope, residual: Conditions) -> Self {
        let driving_index = DrivingIndex::Words(search.clone(), part);
        Self { driving_index, residual, max_rows: None, rows_per_match: 1 }
    }

    /// Reads the set of terms with the fewest articles.
    fn by_terms(conn: &mut Conn, conditions: &Conditions) -> QueryResult<Self> {
        let all = BTreeSet::from([Term::All]);
        if conditions.any_of.is_empty() {
            let rows_per_match = if conditions.none_of.is_empty() { 1 } else { 2 };
            let driving_index = DrivingIndex::Terms(all);
            return Ok(Self { driving_index, residual: conditions.clone(), max_rows: None, rows_per_match });
        }
        let (index, max_rows, rows_per_match) = if conditions.any_of.len() == 1 && conditions.search.is_none()
        {
            (0, None, 1)
        } else {
            let mut sets = conditions.any_of.clone();
            sets.push(all);
            let mut counts = store::article_counts(conn, &sets)?;
            let total = counts.pop().unwrap_or_default().max(1);
            let smallest = (0..).zip(counts.iter().copied()).min_by_key(|(_, count)| *count);
            let (index, max_rows) = smallest.unwrap_or_default();
            // The estimate assumes that the conditions are independent of each other.
            let others = (0..).zip(&counts).filter(|(other, _)| *other != index);
            let rows_per_match =
                others.fold(1.0, |rows, (_, count)| rows * total as f64 / (*count).max(1) as f64);
            (index, Some(usize::try_from(max_rows).unwrap_or_default()), rows_per_match as usize)
        };
        let driving_index = DrivingIndex::Terms(conditions.any_of[index].clone());
        Ok(Self { driving_index, residual: conditions.without_set(index), max_rows, rows_per_match })
    }

    /// Runs the scan. `select` is given the keys that match, and returns a subset of them.
    pub fn run(
        &self,
        conn: &mut Conn,
        scan: &mut Scan,
        mut select: impl FnMut(&mut Conn, Vec<SeekKey>) -> QueryResult<Vec<SeekKey>>,
    ) -> QueryResult<ScanResult<SeekKey>> {
        let order = scan.order;
        match &self.driving_index {
            DrivingIndex::Ids(ids) => {
                let keys = store::matching_keys(conn, ids, &self.residual, order)?;
                let keys = self.matching_search(conn, keys)?;
                let mut keys = select(conn, keys)?;
                order.arrange(&mut keys, scan.after);
                keys.truncate(scan.limit);
                Ok(ScanResult { keys, stopped_at: None })
            }
            DrivingIndex::Terms(terms) => {
                let limit = scan.limit;
                scan.run(self.first_step(limit), |after, rows| {
                    let step = self.step_of_terms(conn, terms, order, after, rows, limit)?;
                    Ok(ScanStep { matches: select(conn, step.matches)?, ..step })
                })
            }
            DrivingIndex::Words(search, part) => scan.run(self.first_step(scan.limit), |after, rows| {
                let matches = word_matches(conn, search, *part, order, after, rows)?;
                let resume_after = matches.last().copied().filter(|_| matches.len() >= rows);
                let matches = self.matching_residual(conn, matches, order)?;
                Ok(ScanStep { matches: select(conn, matches)?, resume_after })
            }),
        }
    }

    /// The number of rows that the first step reads: a third more than the estimate for `limit` matches, or all
    /// rows if there are fewer.
    fn first_step(&self, limit: usize) -> usize {
        let estimate = limit.saturating_mul(self.rows_per_match.max(1));
        let estimate = if self.rows_per_match > 1 { estimate + estimate / 3 } else { estimate };
        self.max_rows.map_or(estimate, |max_rows| estimate.min(max_rows + 1))
    }

    /// Reads about `rows` rows of the terms after the key `after`, and returns those that match: about `limit`.
    fn step_of_terms(
        &self,
        conn: &mut Conn,
        terms: &BTreeSet<Term>,
        order: Order,
        after: Option<SeekKey>,
        rows: usize,
        limit: usize,
    ) -> QueryResult<ScanStep> {
        // An index that fits into the budget is read to its end.
        let fits = self.max_rows.is_some_and(|max_rows| max_rows <= SCAN_BUDGET);
        let end = if fits { None } else { store::range_end(conn, terms, order, after, rows)? };
        // The search is checked later and removes some of the rows.
        let limit = if self.residual.search.is_some() { rows } else { limit };
        let mut matches = store::scan(conn, terms, &self.residual, order, (after, end), limit)?;
        let resume_after = if matches.len() < limit { end } else { matches.last().copied() };
        matches.dedup();
        Ok(ScanStep { matches: self.matching_search(conn, matches)?, resume_after })
    }

    /// The keys of the articles that match the search, if there is one.
    fn matching_search(&self, conn: &mut Conn, keys: Vec<SeekKey>) -> QueryResult<Vec<SeekKey>> {
        let Some(search) = &self.residual.search else { return Ok(keys) };
        let ids: Vec<i64> = keys.iter().map(|(_, id)| *id).collect();
        let parts = published_search::best_scopes(conn, search, &ids)?;
        Ok(keys.into_iter().filter(|(_, id)| parts.contains_key(id)).collect())
    }

    /// The keys of the articles that match the residual conditions, but for the search.
    fn matching_residual(
        &self,
        conn: &mut Conn,
        keys: Vec<SeekKey>,
        order: Order,
    ) -> QueryResult<Vec<SeekKey>> {
        let residual = &self.residual;
        let has_no_ids_or_terms =
            residual.any_of.is_empty() && residual.none_of.is_empty() && residual.excluded_ids.is_empty();
        if keys.is_empty() || has_no_ids_or_terms && residual.updated_from.is_none() {
            return Ok(keys);
        }
        let ids: Vec<i64> = keys.iter().map(|(_, id)| *id).collect();
        let mut matches = store::matching_keys(conn, &ids, residual, order)?;
        order.arrange(&mut matches, None);
        Ok(matches)
    }
}

/// The articles that match the search within `part`, after the key `after`: about `limit`.
fn word_matches(
    conn: &mut Conn,
    search: &Search,
    part: SearchScope,
    order: Order,
    after: Option<SeekKey>,
    limit: usize,
) -> QueryResult<Vec<SeekKey>> {
    let range = ScanRange { ascending: order.ascending, from: order.from, before: order.before, after };
    published_search::scan(conn, search, part, range, limit)
}
