//! Lists of articles: every filter and order, held against a simple model.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::article_lists::{LIST, there_and_back};
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
const WORDS: [&str; 4] = ["ferry", "ferries", "lamp", "pier"];

/// An article as the model knows it. Times are minutes.
#[derive(Clone, Debug)]
struct Piece {
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
    /// The words of headline, lead and text.
    words: [Vec<usize>; 3],
}

fn minute(minutes: i64) -> String {
    format!("2026-05-01T{:02}:{:02}:00Z", minutes / 60, minutes % 60)
}

fn piece() -> impl Strategy<Value = Piece> {
    let some = |of: usize| {
        prop::collection::vec(any::<bool>(), of).prop_map(|chosen| {
            chosen.iter().enumerate().filter_map(|(at, chosen)| chosen.then_some(at)).collect::<Vec<_>>()
        })
    };
    let things =
        (0..SECTIONS.len(), some(TAGS.len()), some(AUTHORS.len()), 0..LANGUAGES.len(), 0..TYPES.len());
    let words = prop::array::uniform3(some(WORDS.len()));
    // Few different times, so that many articles share one.
    (things, any::<bool>(), any::<bool>(), 0..12i64, words).prop_map(
        |(things, breaking, featured, published, words)| {
            let (section, tags, authors, language, kind) = things;
            let updated = String::new();
            Piece {
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

/// What is searched for, as a parameter and in the model: words that follow each other, and whether the last may go on.
fn search(a: usize, b: usize, yes: bool) -> (String, Vec<(Vec<usize>, bool)>) {
    let (first, second) = (a % WORDS.len(), b % WORDS.len());
    let (one, other) = (WORDS[first], WORDS[second]);
    match (a + b) % 3 {
        0 if yes => (format!("q={}*", &one[..4]), vec![(vec![first], true)]),
        0 => (format!("q={one}"), vec![(vec![first], false)]),
        1 => (format!("q={one}+{other}"), vec![(vec![first], false), (vec![second], false)]),
        _ => (format!("q=%22{one}%20{other}%22"), vec![(vec![first, second], false)]),
    }
}

impl Piece {
    /// Whether everything is found in the first so many of its texts.
    fn holds(&self, terms: &[(Vec<usize>, bool)], texts: usize) -> bool {
        let begins = |text: &[usize], (words, open): &(Vec<usize>, bool)| match (words.as_slice(), text) {
            ([word], [first, ..]) if *open => WORDS[*first].starts_with(&WORDS[*word][..4]),
            (words, text) => text.starts_with(words),
        };
        let found = |text: &Vec<usize>, term| (0..text.len()).any(|at| begins(&text[at..], term));
        terms.iter().all(|term| self.words[..texts].iter().any(|text| found(text, term)))
    }

    /// How well it fits: where everything is found.
    fn rank(&self, terms: &[(Vec<usize>, bool)]) -> usize {
        (1..=3).find(|texts| self.holds(terms, *texts)).unwrap()
    }

    fn text(&self, which: usize) -> String {
        let words: Vec<&str> = self.words[which].iter().map(|word| WORDS[*word]).collect();
        format!("So {}.", words.join(" "))
    }
}

/// A question: parameters, and what the model says to an article.
type Test = Box<dyn Fn(&Piece) -> bool>;

/// A condition as a parameter, and in the model.
fn condition(which: u8, a: usize, b: usize, yes: bool) -> (String, Test) {
    let (section, tag, other) = (a % SECTIONS.len(), a % TAGS.len(), b % TAGS.len());
    let time = (a * 3 + b) as i64 % 13;
    match which {
        0 => {
            let path = SECTIONS[section];
            let below = format!("{path}/");
            let parameter =
                if yes { format!("section={path}") } else { format!("section={path}&section_tree=false") };
            (
                parameter,
                Box::new(move |piece| {
                    let own = SECTIONS[piece.section];
                    own == path || (yes && own.starts_with(&below))
                }),
            )
        }
        1 => (
            format!("tag={},{}", TAGS[tag], TAGS[other]),
            Box::new(move |piece| piece.tags.contains(&tag) || piece.tags.contains(&other)),
        ),
        2 => (
            format!("tag_all={},{}", TAGS[tag], TAGS[other]),
            Box::new(move |piece| piece.tags.contains(&tag) && piece.tags.contains(&other)),
        ),
        3 => (format!("tag_none={},none", TAGS[tag]), Box::new(move |piece| !piece.tags.contains(&tag))),
        4 => {
            let author = a % AUTHORS.len();
            (format!("author={}", AUTHORS[author]), Box::new(move |piece| piece.authors.contains(&author)))
        }
        5 => {
            let kind = a % TYPES.len();
            (format!("type={}", TYPES[kind]), Box::new(move |piece| piece.kind == kind))
        }
        6 => {
            let range = LANGUAGES[a % LANGUAGES.len()];
            (
                format!("language={range}"),
                Box::new(move |piece| {
                    let own = LANGUAGES[piece.language];
                    own == range || own.starts_with(&format!("{range}-"))
                }),
            )
        }
        7 => (format!("is_breaking={yes}"), Box::new(move |piece| piece.breaking == yes)),
        8 => (format!("is_featured={yes}"), Box::new(move |piece| piece.featured == yes)),
        9 => (format!("published_after={}", minute(time)), Box::new(move |piece| piece.published >= time)),
        10 => (format!("published_before={}", minute(time)), Box::new(move |piece| piece.published < time)),
        11 => {
            let (first, second) = (a as i64, b as i64);
            (format!("ids={first},{second},99"), Box::new(move |piece| [first, second].contains(&piece.id)))
        }
        12 => {
            let (parameter, terms) = search(a, b, yes);
            (parameter, Box::new(move |piece| piece.holds(&terms, 3)))
        }
        _ => {
            let (first, second) = (a as i64, b as i64);
            (
                format!("exclude_ids={first},{second}"),
                Box::new(move |piece| ![first, second].contains(&piece.id)),
            )
        }
    }
}

/// The sections, tags and authors that pieces are filed under.
async fn things(news: &Newsroom) {
    for (at, path) in SECTIONS.iter().enumerate() {
        let slug = path.rsplit('/').next().unwrap();
        let parent =
            path.rsplit_once('/').map(|(above, _)| SECTIONS.iter().position(|s| *s == above).unwrap() + 1);
        let id = news.make("sections", json!({"name": slug, "parent_id": parent})).await;
        assert_eq!(id, at as i64 + 1);
    }
    for slug in TAGS {
        news.make("tags", json!({"name": slug})).await;
    }
    for slug in AUTHORS {
        news.make("authors", json!({"name": slug})).await;
    }
}

/// Publishes a piece, and tells the model what came of it.
async fn publish(news: &Newsroom, piece: &mut Piece) {
    let authors: Vec<Value> = piece.authors.iter().map(|author| json!({"id": author + 1})).collect();
    let draft = json!({
        "headline": piece.text(0), "lead": piece.text(1), "source": "Wire",
        "body": {"format": "markdown", "value": piece.text(2)},
        "section_id": piece.section + 1, "authors": authors,
        "tag_ids": piece.tags.iter().map(|tag| tag + 1).collect::<Vec<_>>(),
        "language": LANGUAGES[piece.language], "type": TYPES[piece.kind],
        "is_breaking": piece.breaking, "is_featured": piece.featured, "published_at": minute(piece.published),
    });
    let made = news.editor().post("/v1/editorial/articles", draft).await;
    piece.id = made.created()["id"].as_i64().unwrap();
    let published = news.editor().transition(piece.id, &made.etag(), "publish").await;
    // Every third one is corrected later, which changes it for readers.
    if piece.id % 3 == 0 {
        news.pass(60);
        let path = format!("/v1/editorial/articles/{}", piece.id);
        let saved = news.editor().patch(&path, &published.etag(), json!({"kicker": "Corrected"})).await;
        news.editor().transition(piece.id, &saved.etag(), "publish").await.ok();
    }
    let public = news.reader().get(&format!("{LIST}/{}?fields=updated_at", piece.id)).await.ok();
    piece.updated = public["updated_at"].as_str().unwrap().to_owned();
}

async fn every_filter_and_order_matches_a_simple_model(news: Newsroom) {
    const QUESTIONS: usize = 500;
    let mut runner = TestRunner::deterministic();
    things(&news).await;
    let mut pieces = prop::collection::vec(piece(), 40).new_tree(&mut runner).unwrap().current();
    for piece in &mut pieces {
        publish(&news, piece).await;
    }
    let one = (1..45usize, 1..45usize, any::<bool>());
    let mut pairs = (0..14u8).flat_map(|first| (first + 1..14).map(move |second| vec![first, second]));
    let some = prop::collection::btree_set(0..14u8, 0..4).prop_map(Vec::from_iter);
    // First every two filters together, then some at random.
    for number in 0..QUESTIONS {
        let which = pairs.next().unwrap_or_else(|| some.new_tree(&mut runner).unwrap().current());
        let values = prop::collection::vec(one.clone(), which.len());
        let (values, limit) = (values, 1..12usize).new_tree(&mut runner).unwrap().current();
        let (conditions, sort): (BTreeMap<_, _>, _) = (which.into_iter().zip(values).collect(), number % 4);
        let searched = conditions.get(&12).map(|(a, b, yes)| search(*a, *b, *yes).1);
        let (parameters, tests): (Vec<_>, Vec<_>) =
            conditions.iter().map(|(which, (a, b, yes))| condition(*which, *a, *b, *yes)).unzip();
        let mut expected: Vec<&Piece> =
            pieces.iter().filter(|piece| tests.iter().all(|test| test(piece))).collect();
        let sort = match sort {
            0 => {
                expected.sort_by_key(|piece| Reverse((piece.published, piece.id)));
                "-published_at"
            }
            1 => {
                expected.sort_by_key(|piece| (piece.published, piece.id));
                "published_at"
            }
            2 => {
                expected.sort_by_key(|piece| Reverse((piece.updated.clone(), piece.id)));
                "-updated_at"
            }
            _ => {
                let Some(terms) = searched else { continue };
                expected.sort_by_key(|piece| (piece.rank(&terms), Reverse((piece.published, piece.id))));
                "relevance"
            }
        };
        let expected: Vec<i64> = expected.iter().map(|piece| piece.id).collect();
        let query = format!("sort={sort}&{}", parameters.join("&"));
        let query = query.trim_end_matches('&');
        let (there, back) = there_and_back(&news, query, limit).await;
        assert_eq!(there, expected, "{query}, {limit} a page");
        assert_eq!(back, expected, "{query}, {limit} a page, from the end to the start");
        let counted = news.reader().get(&format!("{LIST}?count=exact&limit=1&{query}")).await.ok();
        assert_eq!(counted["page"]["total"], expected.len(), "{query}");
    }
}
