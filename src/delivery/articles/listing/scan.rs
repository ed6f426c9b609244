//! Scans of an index in steps that grow, until a page is full or the scan budget is spent.

use super::order::{Order, SeekKey, SortKey};
use crate::db::QueryResult;

/// The most index rows that one step reads.
const MAX_STEP: usize = 2500;

/// The most index rows that are read for one page.
pub const SCAN_BUDGET: usize = 10_000;

/// What a scan found: at most as many keys as its limit, in the order in which they are read.
#[derive(Debug)]
pub struct ScanResult<K = SortKey> {
    /// The keys of the articles that match.
    pub keys: Vec<K>,
    /// The last key that was read, if the budget was spent before the page was full and before the list ended.
    pub stopped_at: Option<K>,
}

/// A scan of an index, and how far it may go.
pub struct Scan {
    /// The order in which rows are read.
    pub order: Order,
    /// The key after which the scan begins, then the last key that it read.
    pub after: Option<SeekKey>,
    /// The scan ends when it has found this many articles.
    pub limit: usize,
    /// The number of rows that the scan may still read.
    pub budget: usize,
}

/// What one step of a scan found.
pub struct ScanStep {
    /// The keys of the articles that match, each once.
    pub matches: Vec<SeekKey>,
    /// The last key that the step read; `None` at the end of the list.
    pub resume_after: Option<SeekKey>,
}

impl Scan {
    /// Calls `step` until enough articles are found, the list ends, or the budget is spent.
    ///
    /// `step` is given a key and a number of rows. It reads about that many rows after the key.
    pub fn run(
        &mut self,
        first_step: usize,
        mut step: impl FnMut(Option<SeekKey>, usize) -> QueryResult<ScanStep>,
    ) -> QueryResult<ScanResult<SeekKey>> {
        let mut keys = Vec::new();
        let mut rows = first_step.clamp(self.limit, MAX_STEP);
        let stopped_at = loop {
            let ScanStep { matches, resume_after } = step(self.after, rows)?;
            self.budget = self.budget.saturating_sub(rows);
            self.after = resume_after.or(self.after);
            keys.extend(matches);
            if resume_after.is_none() || keys.len() >= self.limit {
                break None;
            }
            if self.budget == 0 {
                break self.after;
            }
            rows = (rows * 4).min(MAX_STEP).min(self.budget);
        };
        keys.truncate(self.limit);
        Ok(ScanResult { keys, stopped_at })
    }
}

impl<K> ScanResult<K> {
    /// The same with each key converted.
    pub fn map<L>(self, mut key: impl FnMut(K) -> L) -> ScanResult<L> {
        ScanResult {
            stopped_at: self.stopped_at.map(&mut key),
            keys: self.keys.into_iter().map(key).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Time;

    #[test]
    fn a_scan_without_matches_spends_its_budget_in_few_steps() {
        for limit in [2, 21, 101] {
            let (mut steps, mut rows_read) = (0, 0);
            let mut scan = Scan { order: Order::default(), after: None, limit, budget: SCAN_BUDGET };
            let result = scan.run(0, |_, rows| {
                (steps, rows_read) = (steps + 1, rows_read + rows);
                let resume_after = Some((Time::from_micros(0), i64::try_from(rows_read).unwrap_or_default()));
                Ok(ScanStep { matches: Vec::new(), resume_after })
            });
            let stopped_at = result.ok().and_then(|result| result.stopped_at).map(|(_, id)| id);
            assert_eq!((rows_read, stopped_at), (SCAN_BUDGET, Some(10_000)), "{limit}");
            assert!(steps <= 9, "{steps} steps for {limit}");
        }
    }
}
