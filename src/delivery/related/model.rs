//! Ranks the articles that are related to another.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use serde::Serialize;
use utoipa::ToSchema;

use crate::delivery::articles::listing::SeekKey;

/// The reason why an article is related.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// An editor selected it.
    Editor,
    /// It shares at least one tag.
    SameTags,
    /// It is in the same section.
    SameSection,
}

/// The articles that can be related to one article.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// The News IDs that an editor selected, in that order.
    pub by_editor: Vec<i64>,
    /// For each tag of the article, the newest articles with the tag.
    pub tagged: Vec<Vec<SeekKey>>,
    /// The newest articles in its section, newest first.
    pub in_section: Vec<SeekKey>,
}

impl Candidates {
    /// The best `limit` candidates with their reasons, each once, without the article `own`. The editor's selection
    /// comes first, then articles by the number of shared tags, then articles of the section. Of equals the newest
    /// comes first.
    pub fn best(self, own: i64, limit: usize) -> Vec<(i64, Reason)> {
        let mut shared_tags: HashMap<SeekKey, usize> = HashMap::new();
        for key in self.tagged.into_iter().flatten() {
            *shared_tags.entry(key).or_default() += 1;
        }
        let mut tagged: Vec<(SeekKey, usize)> = shared_tags.into_iter().collect();
        tagged.sort_unstable_by_key(|(key, count)| Reverse((*count, *key)));
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
    use crate::content::Time;

    fn key(id: i64) -> SeekKey {
        (Time::from_micros(id), id)
    }

    #[test]
    fn the_editors_selection_comes_first_then_shared_tags_then_the_section() {
        let candidates = Candidates {
            by_editor: vec![9, 2],
            tagged: vec![vec![key(5), key(4), key(1), key(2)], vec![key(4), key(3), key(1)]],
            in_section: vec![key(8), key(7), key(5)],
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
