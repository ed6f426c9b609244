//! Which articles are related to another, and why.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use serde::Serialize;
use utoipa::ToSchema;

use crate::content::Time;

/// Why an article is related.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// An editor chose it.
    Editor,
    /// It has tags in common.
    SameTags,
    /// It stands in the same section.
    SameSection,
}

/// An article by the time of its publication and its News ID.
pub type Place = (Time, i64);

/// The articles that may be related to one.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// The News IDs that an editor chose, in order.
    pub by_editor: Vec<i64>,
    /// The newest articles with each of its tags.
    pub tagged: Vec<Vec<Place>>,
    /// The newest articles of its section, the last published first.
    pub in_section: Vec<Place>,
}

impl Candidates {
    /// The best of them, each once and never `own`: the editor's choice, then those with the most tags in common, then
    /// those of its section; what is as good is ordered by time, the last published first.
    pub fn best(self, own: i64, limit: usize) -> Vec<(i64, Reason)> {
        let mut common: HashMap<Place, usize> = HashMap::new();
        for place in self.tagged.into_iter().flatten() {
            *common.entry(place).or_default() += 1;
        }
        let mut tagged: Vec<(Place, usize)> = common.into_iter().collect();
        tagged.sort_unstable_by_key(|(place, number)| Reverse((*number, *place)));
        let by_editor = self.by_editor.into_iter().map(|id| (id, Reason::Editor));
        let same_tags = tagged.into_iter().map(|((_, id), _)| (id, Reason::SameTags));
        let same_section = self.in_section.into_iter().map(|(_, id)| (id, Reason::SameSection));
        let mut seen = HashSet::from([own]);
        by_editor
            .chain(same_tags)
            .chain(same_section)
            .filter(|(id, _)| seen.insert(*id))
            .take(limit)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(id: i64) -> Place {
        (Time::from_micros(id), id)
    }

    #[test]
    fn the_editors_choice_comes_first_then_common_tags_then_the_section() {
        let candidates = Candidates {
            by_editor: vec![9, 2],
            tagged: vec![vec![place(5), place(4), place(1), place(2)], vec![place(4), place(3), place(1)]],
            in_section: vec![place(8), place(7), place(5)],
        };
        let best = candidates.clone().best(1, 100);
        let expected = [
            (9, Reason::Editor),
            (2, Reason::Editor),
            (4, Reason::SameTags),
            (5, Reason::SameTags),
            (3, Reason::SameTags),
            (8, Reason::SameSection),
            (7, Reason::SameSection),
        ];
        assert_eq!(best, expected);
        assert_eq!(candidates.best(1, 3), expected[..3]);
    }
}
