//! Lists of articles: compares every filter and order with a simple model.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::article_lists::{LIST, page_through};
use crate::harness::{Newsroom, scenarios};

scenarios![every_filter_and_order_matches_a_simple_model];

const SECTIONS: [&str; 6] = [
    "world",
    "world/iran",
    "world/iran/iran",
    "world/iran/iran/north",
    "world/iran/iran/north/coast",
    "sport",
];
const TAGS: [&str; 4] = ["sea", "sky", "land", "fire"];
const AUTHORS: [&str; 3] = ["ada", "bo", "cy"];
const LANGUAGES: [&str; 4] = ["en", "en-GB", "fa", "eng"];
const TYPES: [&str; 3] = ["article", "opinion", "brief"];
/// The first two are forms of one word, in English.
const WORDS: [&str; 4] = ["ferry", "ferries", "lamp", "pier"];

/// An article of the model. Times are in minutes. Sections, tags, authors and words are indexes into the constants.
#[derive(Clone, Debug)]
struct ModelArticle {
    id: i64,
    section: usize,
    tags: Vec<usize>,
    authors: Vec<usize>,
    language: usize,
    kind: usize,
    breaking: bool,
    featured: bool,
    published: i64,
    updated: String,
    /// The words of the headline, the lead and the text.
    words: [Vec<usize>; 3],
}

fn minute(minutes: i64) -> String {
    format!("2026-05-01T{:02}:{:02}:00Z", minutes / 60, minutes % 60)
}

fn any_article() -> impl Strategy<Value = ModelArticle> {
    let subset = |length: usize| {
        prop::collection::vec(any::<bool>(), length).prop_map(|chosen| {
            chosen
                .iter()
                .enumerate()
                .filter_map(|(index, chosen)| chosen.then_some(index))
                .collect::<Vec<_>>()
        })
    };
    let references =
        (0..SECTIONS.len(), subset(TAGS.len()), subset(AUTHORS.len()), 0..LANGUAGES.len(), 0..TYPES.len());
    let words = prop::array::uniform3(subset(WORDS.len()));
    // Few different times, so that many articles have the same.
    (references, any::<bool>(), any::<bool>(), 0..12i64, words).prop_map(
        |(references, breaking, featured, published, words)| {
            let (section, tags, authors, language, kind) = references;
            let updated = String::new();
            ModelArticle {
                id: 0,
                section,
                tags,
                authors,
                language,
                kind,
                breaking,
                featured,
                published,
                updated,
                words,
            }
        },
    )
}

/// What a text must contain.
#[derive(Clone, Debug)]
enum Term {
    Prefix(usize),
    Phrase(Vec<usize>),
    /// A word, or its other form, which matches too but ranks lower.
    Word(usize, Option<usize>),
}

/// A search as a parameter and as terms of the model. `stemmed` says whether English words have other forms.
fn search(a: usize, b: usize, flag: bool, stemmed: bool) -> (String, Vec<Term>) {
    let (first, second) = (a % WORDS.len(), b % WORDS.len());
    let (one, other) = (WORDS[first], WORDS[second]);
    let word = |word: usize| Term::Word(word, (stemmed && word < 2).then_some(1 - word.min(1)));
    match (a + b) % 3 {
        0 if flag => (format!("q={}*", &one[..4]), vec![Term::Prefix(first)]),
        0 => (format!("q={one}"), vec![word(first)]),
        1 => (format!("q={one}+{other}"), vec![word(first), word(second)]),
        _ => (format!("q=%22{one}%20{other}%22"), vec![Term::Phrase(vec![first, second])]),
    }
}

impl ModelArticle {
    /// Whether the first `texts` texts contain all terms. `exact` excludes other forms of a word.
    fn contains(&self, terms: &[Term], texts: usize, exact: bool) -> bool {
        let starts_with = |text: &[usize], term: &Term| match term {
            Term::Prefix(word) => WORDS[text[0]].starts_with(&WORDS[*word][..4]),
            Term::Phrase(words) => text.starts_with(words),
            Term::Word(word, other) => text[0] == *word || (!exact && *other == Some(text[0])),
        };
        let has_term =
            |text: &Vec<usize>, term| (0..text.len()).any(|index| starts_with(&text[index..], term));
        terms.iter().all(|term| self.words[..texts].iter().any(|text| has_term(text, term)))
    }

    /// The rank of a match: the number of texts that are needed to find all terms, first exactly, then in other forms.
    fn rank(&self, terms: &[Term]) -> usize {
        let mut ranks = [true, false].into_iter().flat_map(|exact| (1..=3).map(move |texts| (texts, exact)));
        ranks.position(|(texts, exact)| self.contains(terms, texts, exact)).unwrap()
    }

    fn text(&self, which: usize) -> String {
        let words: Vec<&str> = self.words[which].iter().map(|word| WORDS[*word]).collect();
        format!("So {}.", words.join(" "))
    }
}

/// Whether the model expects an article in the list.
type Predicate = Box<dyn Fn(&ModelArticle) -> bool>;

/// A filter as a parameter and as a predicate of the model.
fn condition(filter: u8, a: usize, b: usize, flag: bool, stemmed: bool) -> (String, Predicate) {
    let (section, tag, other) = (a % SECTIONS.len(), a % TAGS.len(), b % TAGS.len());
    let time = (a * 3 + b) as i64 % 13;
    match filter {
        0 => {
            let path = SECTIONS[section];
            let below = format!("{path}/");
            let parameter =
                if flag { format!("section={path}") } else { format!("section={path}&section_tree=false") };
            (
                parameter,
                Box::new(move |article| {
                    let own = SECTIONS[article.section];
                    own == path || (flag && own.starts_with(&below))
                }),
            )
        }
        1 => (
            format!("tag={},{}", TAGS[tag], TAGS[other]),
            Box::new(move |article| article.tags.contains(&tag) || article.tags.contains(&other)),
        ),
        2 => (
            format!("tag_all={},{}", TAGS[tag], TAGS[other]),
            Box::new(move |article| article.tags.contains(&tag) && article.tags.contains(&other)),
        ),
        3 => (format!("tag_none={},none", TAGS[tag]), Box::new(move |article| !article.tags.contains(&tag))),
        4 => {
            let author = a % AUTHORS.len();
            (
                format!("author={}", AUTHORS[author]),
                Box::new(move |article| article.authors.contains(&author)),
            )
        }
        5 => {
            let kind = a % TYPES.len();
            (format!("type={}", TYPES[kind]), Box::new(move |article| article.kind == kind))
        }
        6 => {
            let range = LANGUAGES[a % LANGUAGES.len()];
            (
                format!("language={range}"),
                Box::new(move |article| {
                    let own = LANGUAGES[article.language];
                    own == range || own.starts_with(&format!("{range}-"))
                }),
            )
        }
        7 => (format!("is_breaking={flag}"), Box::new(move |article| article.breaking == flag)),
        8 => (format!("is_featured={flag}"), Box::new(move |article| article.featured == flag)),
        9 => {
            (format!("published_after={}", minute(time)), Box::new(move |article| article.published >= time))
        }
        10 => {
            (format!("published_before={}", minute(time)), Box::new(move |article| article.published < time))
        }
        11 => {
            let (first, second) = (a as i64, b as i64);
            (
                format!("ids={first},{second},99"),
                Box::new(move |article| [first, second].contains(&article.id)),
            )
        }
        12 => {
            let (parameter, terms) = search(a, b, flag, stemmed);
            (parameter, Box::new(move |article| article.contains(&terms, 3, false)))
        }
        _ => {
            let (first, second) = (a as i64, b as i64);
            (
                format!("exclude_ids={first},{second}"),
                Box::new(move |article| ![first, second].contains(&article.id)),
            )
        }
    }
}

/// Creates the sections, tags and authors of the model.
async fn create_taxonomy(news: &Newsroom) {
    for (index, path) in SECTIONS.iter().enumerate() {
        let slug = path.rsplit('/').next().unwrap();
        let parent =
            path.rsplit_once('/').map(|(above, _)| SECTIONS.iter().position(|s| *s == above).unwrap() + 1);
        let id = news.create("sections", json!({"name": slug, "parent_id": parent})).await;
        assert_eq!(id, index as i64 + 1);
    }
    for slug in TAGS {
        news.create("tags", json!({"name": slug})).await;
    }
    for slug in AUTHORS {
        news.create("authors", json!({"name": slug})).await;
    }
}

/// Publishes an article, and stores its ID and update time in the model.
async fn publish(news: &Newsroom, article: &mut ModelArticle) {
    let authors: Vec<Value> = article.authors.iter().map(|author| json!({"id": author + 1})).collect();
    let draft = json!({
        "headline": article.text(0), "lead": article.text(1), "source": "Wire",
        "body": {"format": "markdown", "value": article.text(2)},
        "section_id": article.section + 1, "authors": authors,
        "tag_ids": article.tags.iter().map(|tag| tag + 1).collect::<Vec<_>>(),
        "language": LANGUAGES[article.language], "type": TYPES[article.kind],
        "is_breaking": article.breaking, "is_featured": article.featured, "published_at": minute(article.published),
    });
    let created = news.editor().post("/v1/editorial/articles", draft).await;
    article.id = created.created()["id"].as_i64().unwrap();
    let published = news.editor().transition(article.id, &created.etag(), "publish").await;
    // Every third article is changed later, which gives it a later update time.
    if article.id % 3 == 0 {
        news.advance_clock(60);
        let path = format!("/v1/editorial/articles/{}", article.id);
        let saved = news.editor().patch(&path, &published.etag(), json!({"kicker": "Corrected"})).await;
        news.editor().transition(article.id, &saved.etag(), "publish").await.ok();
    }
    let public = news.reader().get(&format!("{LIST}/{}?fields=updated_at", article.id)).await.ok();
    article.updated = public["updated_at"].as_str().unwrap().to_owned();
}

async fn every_filter_and_order_matches_a_simple_model(news: Newsroom) {
    const QUERIES: usize = 500;
    let mut runner = TestRunner::deterministic();
    create_taxonomy(&news).await;
    let mut articles = prop::collection::vec(any_article(), 40).new_tree(&mut runner).unwrap().current();
    for article in &mut articles {
        publish(&news, article).await;
    }
    let values_of_one = (1..45usize, 1..45usize, any::<bool>());
    let mut pairs = (0..14u8).flat_map(|first| (first + 1..14).map(move |second| vec![first, second]));
    let random_filters = prop::collection::btree_set(0..14u8, 0..4).prop_map(Vec::from_iter);
    // First every pair of filters, then random sets.
    for number in 0..QUERIES {
        let filters = pairs.next().unwrap_or_else(|| random_filters.new_tree(&mut runner).unwrap().current());
        let values = prop::collection::vec(values_of_one.clone(), filters.len());
        let (values, limit) = (values, 1..12usize).new_tree(&mut runner).unwrap().current();
        let (conditions, sort): (BTreeMap<_, _>, _) = (filters.into_iter().zip(values).collect(), number % 4);
        // The language of the filter chooses the stems; without one, those of all articles do.
        let stemmed = conditions
            .get(&6)
            .is_none_or(|(a, ..)| LANGUAGES[*a % LANGUAGES.len()].split('-').next() == Some("en"));
        let search_terms = conditions.get(&12).map(|(a, b, flag)| search(*a, *b, *flag, stemmed).1);
        let (parameters, predicates): (Vec<_>, Vec<_>) = conditions
            .iter()
            .map(|(filter, (a, b, flag))| condition(*filter, *a, *b, *flag, stemmed))
            .unzip();
        let mut expected: Vec<&ModelArticle> =
            articles.iter().filter(|article| predicates.iter().all(|predicate| predicate(article))).collect();
        let sort = match sort {
            0 => {
                expected.sort_by_key(|article| Reverse((article.published, article.id)));
                "-published_at"
            }
            1 => {
                expected.sort_by_key(|article| (article.published, article.id));
                "published_at"
            }
            2 => {
                expected.sort_by_key(|article| Reverse((article.updated.clone(), article.id)));
                "-updated_at"
            }
            _ => {
                let Some(terms) = search_terms else { continue };
                expected
                    .sort_by_key(|article| (article.rank(&terms), Reverse((article.published, article.id))));
                "relevance"
            }
        };
        let expected: Vec<i64> = expected.iter().map(|article| article.id).collect();
        let query = format!("sort={sort}&{}", parameters.join("&"));
        let query = query.trim_end_matches('&');
        let (forward, backward) = page_through(&news, query, limit).await;
        assert_eq!(forward, expected, "{query}, limit {limit}");
        assert_eq!(backward, expected, "{query}, limit {limit}, backward");
        let counted = news.reader().get(&format!("{LIST}?count=exact&limit=1&{query}")).await.ok();
        assert_eq!(counted["page"]["total"], expected.len(), "{query}");
    }
}
