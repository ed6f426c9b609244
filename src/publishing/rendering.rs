//! What is derived from an article when it is published, besides its payload. Nothing here uses the database.

use std::collections::BTreeSet;

use crate::content::delivered::ArticlePayload;
use crate::content::search::{IndexedText, Vocabulary};
use crate::content::{Article, Term, body, reading_time};
use crate::db::published_search::Document;

/// The body of an article in the formats that are stored for readers. Rendering a long body takes long, so render
/// it before the transaction that publishes it.
#[derive(Debug)]
pub struct RenderedBody {
    /// The version of the article that was rendered. Unlike revision numbers, versions are never used again for a News ID.
    pub version: i64,
    /// Sanitised HTML.
    pub html: String,
    /// Plain text.
    pub text: String,
    /// The number of words, without alternative texts and URLs of embeds.
    pub words: u32,
    /// The text, prepared for the search.
    pub indexed: IndexedText,
}

impl RenderedBody {
    /// Renders the body of an article in that version.
    pub fn of(article: &Article, version: i64) -> Self {
        let blocks = article.body.as_ref().map_or(&[][..], |body| &body.blocks);
        let text = body::text(blocks);
        Self {
            version,
            html: body::html(blocks),
            words: reading_time::word_count(&body::words(blocks)),
            indexed: IndexedText::of(&text, &article.language.to_string()),
            text,
        }
    }
}

/// The searched document of an article, and the words of its texts. `body` is the text of its body.
pub fn document(payload: &ArticlePayload, body: IndexedText) -> (Document, Vocabulary) {
    let indexed = |text: &str| IndexedText::of(text, &payload.language);
    let headline = indexed(&payload.headline);
    let texts = [&payload.kicker, &payload.lead, &payload.summary];
    let texts = texts.map(|text| text.as_deref().map(indexed).unwrap_or_default());
    let document = Document::of(&headline, texts.each_ref(), &body);
    let vocabulary = texts.into_iter().chain([headline, body]).map(|text| text.vocabulary);
    (document, vocabulary.fold(Vocabulary::default(), Vocabulary::and))
}

/// The terms of an article, by which lists find it. `ancestors` are the ids of its section and of the ancestors of
/// that.
pub fn terms(article: &Article, section: i64, ancestors: &[i64]) -> BTreeSet<Term> {
    let language = article.language.to_string();
    [Term::All, Term::Type(article.kind)]
        .into_iter()
        .chain(Term::of_language(&language))
        .chain(Term::of_section(section, ancestors))
        .chain(article.authors.iter().map(|credit| Term::Author(credit.id)))
        .chain(article.tag_ids.iter().copied().map(Term::Tag))
        .chain(article.is_breaking.then_some(Term::Breaking))
        .chain(article.is_featured.then_some(Term::Featured))
        .collect()
}
