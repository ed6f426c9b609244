//! One condition of a search.

use std::collections::BTreeSet;

use super::phrase::{Phrase, Terms};
use super::{JOINED, SplitWord, Stem};
use crate::content::stemmer::Stemmer;

/// The most spellings of a phrase that are searched.
const MAX_PHRASES: usize = 16;

/// The most other forms of a word that are searched, because each costs an index scan.
const MAX_FORMS: usize = 40;

/// A word, a prefix or a phrase that a text must contain, in any of its spellings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clause {
    /// What follows each other in the text. There is at least one; words with apostrophes are split, and joined.
    pub(super) phrases: Vec<Phrase>,
    /// The word that apostrophes may split in texts. It is a prefix if the phrases are.
    pub(super) joined: Option<String>,
    /// The text of the word, if its other forms may be found too: no phrase and no prefix.
    word: Option<String>,
    /// The stems of the word.
    pub(super) stems: BTreeSet<Stem>,
    /// Other folded words with such a stem, and the stems themselves.
    pub(super) other_forms: BTreeSet<String>,
}

impl Clause {
    /// The clause of a text between white space; `None` without words.
    pub(super) fn of_word(text: &str) -> Option<Self> {
        let is_prefix = text.ends_with('*');
        let clause = Self::of_phrase(text, is_prefix)?;
        let word = (!is_prefix && clause.joined.is_some()).then(|| text.to_owned());
        Some(Self { word, ..clause })
    }

    /// The clause of a text between quotation marks; `None` without words.
    pub(super) fn of_phrase(text: &str, is_prefix: bool) -> Option<Self> {
        let phrase = Phrase::parse(text, is_prefix)?;
        let joined = phrase.joined();
        let word = joined.as_ref().unwrap_or(&phrase).only_word().map(str::to_owned);
        let phrases = [phrase].into_iter().chain(joined).collect();
        Some(Self { phrases, joined: word, word: None, stems: BTreeSet::new(), other_forms: BTreeSet::new() })
    }

    /// Whether it is a plain word: neither a phrase nor a prefix. Returns the folded word.
    pub(super) fn plain_word(&self) -> Option<&str> {
        self.joined.as_deref().filter(|_| self.word.is_some())
    }

    /// Adds the stem of its word in a language, as it is written and as it is folded. A stem is another form too: a word that is
    /// its own stem.
    pub(super) fn add_stem(&mut self, stemmer: Stemmer) {
        let (Some(word), Some(folded)) = (&self.word, &self.joined) else { return };
        let stems: Vec<Stem> = [word, folded].iter().filter_map(|form| Stem::of(form, stemmer)).collect();
        for stem in stems {
            self.add_form(&stem.text);
            self.stems.insert(stem);
        }
    }

    /// The words of its phrases if they have several, without those of scripts without spaces.
    pub(super) fn phrase_words(&self) -> impl Iterator<Item = &str> {
        let phrases = self.phrases.iter().filter(|_| self.joined.is_none());
        phrases.flat_map(Phrase::whole_words)
    }

    /// Adds its phrases with these words split, if they have several words: first with all of them, then with each combination, up
    /// to a limit.
    pub(super) fn add_split_words(&mut self, words: &[SplitWord]) {
        if self.joined.is_some() {
            return;
        }
        let with_all = |phrase: &Phrase| {
            words.iter().fold(phrase.clone(), |phrase, word| phrase.with_split(word).unwrap_or(phrase))
        };
        let with_all: Vec<Phrase> = self.phrases.iter().map(with_all).collect();
        self.add_phrases(with_all);
        for word in words {
            let split = self.phrases.iter().filter_map(|phrase| phrase.with_split(word)).collect();
            self.add_phrases(split);
        }
    }

    fn add_phrases(&mut self, phrases: Vec<Phrase>) {
        for phrase in phrases {
            if self.phrases.len() < MAX_PHRASES && !self.phrases.contains(&phrase) {
                self.phrases.push(phrase);
            }
        }
    }

    /// Adds another form of its word.
    pub(super) fn add_form(&mut self, word: &str) {
        if self.joined.as_deref() != Some(word) && self.other_forms.len() < MAX_FORMS {
            self.other_forms.insert(word.to_owned());
        }
    }

    /// Whether it is this word, or a prefix of it. `joined` is a word without its apostrophes.
    pub(super) fn is_joined(&self, joined: &str) -> bool {
        let is_match = |word: &String| joined == word || (self.is_prefix() && joined.starts_with(word));
        self.joined.as_ref().is_some_and(is_match)
    }

    fn is_prefix(&self) -> bool {
        self.phrases.iter().any(Phrase::is_prefix)
    }

    /// How the index has it if the text parts it by apostrophes.
    pub(super) fn joined_spelling(&self) -> Option<Terms> {
        self.joined.as_ref().map(|word| Terms::word(format!("{JOINED}{word}"), self.is_prefix()))
    }

    /// The spellings that the index may have, any of which fulfils the clause. Other forms are among them if
    /// `with_other_forms` is set.
    pub fn spellings(&self, with_other_forms: bool) -> Vec<Terms> {
        let phrases = self.phrases.iter().map(Phrase::terms);
        let forms = self.other_forms.iter().filter(|_| with_other_forms);
        phrases
            .chain(self.joined_spelling())
            .chain(forms.map(|word| Terms::word(word.clone(), false)))
            .collect()
    }
}
