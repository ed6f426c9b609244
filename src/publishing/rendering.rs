//! What is worked out of an article when it is published, besides its payload. Nothing here asks the database.

use std::collections::BTreeSet;

use crate::content::delivered::ArticlePayload;
use crate::content::folding::{self, FoldedText};
use crate::content::{Article, Term, body, reading_time};
use crate::db::published_search::Document;

/// A body in the forms that are kept for readers. To make it takes long for a long body: it is made before the transaction
/// that publishes it.
#[derive(Debug)]
pub struct RenderedBody {
    /// The number of the revision whose body it is.
    pub revision: i64,
    /// Sanitised HTML.
    pub html: String,
    /// Plain text.
    pub text: String,
    /// How many words the text has.
    pub words: u32,
    /// The text as it is searched.
    pub folded: FoldedText,
}

impl RenderedBody {
    /// The body of an article as it is in that revision.
    pub fn of(article: &Article, revision: i64) -> Self {
        let blocks = article.body.as_ref().map_or(&[][..], |body| &body.blocks);
        let text = body::text(blocks);
        Self {
            revision,
            html: body::html(blocks),
            words: reading_time::word_count(&text),
            folded: FoldedText::of(&text),
            text,
        }
    }
}

/// What is searched of an article with that text.
pub fn document(payload: &ArticlePayload, text: &FoldedText) -> Document {
    let folded = |text: &Option<String>| text.as_deref().map(folding::words).unwrap_or_default();
    let above = [&payload.kicker, &payload.lead, &payload.summary].map(folded);
    let above = above.each_ref().map(String::as_str);
    Document::of(&folding::words(&payload.headline), above, &text.words)
}

/// The lists that an article is on. `way` are the sections from the top down to its own, which is included.
pub fn terms(article: &Article, section: i64, way: &[i64]) -> BTreeSet<Term> {
    let language = article.language.to_string();
    [Term::All, Term::Type(article.kind)]
        .into_iter()
        .chain(Term::of_language(&language))
        .chain(Term::of_section(section, way))
        .chain(article.authors.iter().map(|credit| Term::Author(credit.id)))
        .chain(article.tag_ids.iter().copied().map(Term::Tag))
        .chain(article.is_breaking.then_some(Term::Breaking))
        .chain(article.is_featured.then_some(Term::Featured))
        .collect()
}
