//! Lists of articles: every filter and order, held against a simple model.

use std::cmp::Reverse;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    every_filter_finds_what_a_simple_model_finds,
    each_filter_narrows_the_list_as_it_says,
    several_values_are_any_of_them_and_former_names_count,
    only_the_members_that_are_wanted_are_told,
    a_list_is_counted_when_that_is_asked_for,
    contradictory_filters_find_nothing,
    every_bad_parameter_of_a_list_is_named,
    a_list_tells_of_an_article_what_the_article_itself_tells,
];

const LIST: &str = "/v1/articles";
const SECTIONS: [&str; 4] = ["world", "world/iran", "world/iran/iran", "sport"];
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

/// All ids of a list in pages of that size, as far as the last page and back to the first.
async fn there_and_back(news: &Newsroom, query: &str, limit: usize) -> (Vec<i64>, Vec<i64>) {
    let ids = |page: &Value| -> Vec<i64> {
        page["data"].as_array().unwrap().iter().map(|article| article["id"].as_i64().unwrap()).collect()
    };
    let read = async |cursor: &str| {
        let path = format!("{LIST}?fields=id&limit={limit}&{query}{cursor}");
        news.reader().get(path.trim_end_matches('&')).await.ok()
    };
    let mut page = read("").await;
    let mut there = ids(&page);
    while let Some(cursor) = page["page"]["next_cursor"].as_str() {
        page = read(&format!("&cursor={cursor}")).await;
        assert!(!ids(&page).is_empty(), "a page that was promised is empty");
        there.extend(ids(&page));
    }
    let mut back = ids(&page);
    while let Some(cursor) = page["page"]["prev_cursor"].as_str() {
        page = read(&format!("&cursor={cursor}")).await;
        back.splice(0..0, ids(&page));
    }
    (there, back)
}

async fn every_filter_finds_what_a_simple_model_finds(news: Newsroom) {
    const QUESTIONS: usize = 500;
    let mut runner = TestRunner::deterministic();
    things(&news).await;
    let mut pieces = prop::collection::vec(piece(), 40).new_tree(&mut runner).unwrap().current();
    for piece in &mut pieces {
        publish(&news, piece).await;
    }
    let one = (1..45usize, 1..45usize, any::<bool>());
    let questions = (prop::collection::btree_map(0..14u8, one, 0..4), 0..4usize, 1..12usize);
    for _ in 0..QUESTIONS {
        let (conditions, sort, limit) = questions.new_tree(&mut runner).unwrap().current();
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

async fn each_filter_narrows_the_list_as_it_says(news: Newsroom) {
    let desk = news.desk().await;
    let first = news.publish_with(&desk, json!({"is_breaking": true, "language": "fa"})).await;
    news.pass(60);
    let second =
        news.publish_with(&desk, json!({"type": "opinion", "tag_ids": [], "is_featured": true})).await;
    let both = vec![second, first];
    for (query, expected) in [
        ("", both.clone()),
        ("tag=ferries", vec![first]),
        ("tag=ferries,unknown", vec![first]),
        ("tag=unknown", vec![]),
        ("tag_all=ferries,unknown", vec![]),
        ("tag_none=ferries", vec![second]),
        ("tag_none=unknown", both.clone()),
        ("author=ada-marlow", both.clone()),
        ("author=unknown", vec![]),
        ("section=unknown", vec![]),
        ("type=opinion", vec![second]),
        ("language=fa", vec![first]),
        ("language=de", vec![]),
        ("is_breaking=true", vec![first]),
        ("is_breaking=false", vec![second]),
        ("is_featured=true", vec![second]),
        ("published_after=2026-05-02T12:01:00Z", vec![second]),
        ("published_before=2026-05-02T15:31:00%2B03:30", vec![first]),
        ("updated_after=2026-05-02T12:01:00Z&sort=-updated_at", vec![second]),
        ("updated_after=2026-05-02T12:01:00Z", vec![second]),
        ("sort=published_at", vec![first, second]),
    ] {
        assert_eq!(there_and_back(&news, query, 20).await.0, expected, "{query}");
    }
}

async fn several_values_are_any_of_them_and_former_names_count(news: Newsroom) {
    let desk = news.desk().await;
    let below = news.make("sections", json!({"name": "Lamps", "parent_id": desk.section})).await;
    let sport = news.make("sections", json!({"name": "Sport"})).await;
    let bo = news.make("authors", json!({"name": "Bo Reed"})).await;
    let mut ids = Vec::new();
    for members in [
        json!({"type": "opinion", "language": "fa"}),
        json!({"section_id": below, "type": "brief", "language": "en-GB"}),
        json!({"section_id": sport, "authors": [{"id": bo}], "tag_ids": []}),
    ] {
        ids.push(news.publish_with(&desk, members).await);
        news.pass(60);
    }
    let rename = async |path: &str, change: Value| drop(news.change(path, change).await);
    rename(&format!("/v1/editorial/sections/{}", desk.section), json!({"slug": "port"})).await;
    rename(&format!("/v1/editorial/authors/{bo}"), json!({"slug": "bo-reed-jones"})).await;
    rename(&format!("/v1/editorial/tags/{}", desk.tag), json!({"slug": "boats"})).await;
    let [first, second, third] = ids[..] else { panic!("three articles") };
    for (query, expected) in [
        ("type=opinion,brief", vec![second, first]),
        ("type=opinion,opinion", vec![first]),
        ("language=fa,en", vec![third, second, first]),
        ("language=en-GB,fa", vec![second, first]),
        ("section=sport,port", vec![third, second, first]),
        ("section=port/lamps,sport", vec![third, second]),
        ("section=sport,nowhere", vec![third]),
        ("section=sport,port&section_tree=false", vec![third, first]),
        ("section=harbour", vec![second, first]),
        ("section=harbour/lamps", vec![second]),
        ("author=bo-reed", vec![third]),
        ("author=bo-reed,bo-reed-jones,ada-marlow", vec![third, second, first]),
        ("tag=ferries", vec![second, first]),
        ("tag_all=ferries,boats", vec![second, first]),
        ("tag_none=ferries", vec![third]),
        ("tag_all=ferries,nothing", vec![]),
        ("section=port,sport&type=brief,article&author=ada-marlow,bo-reed", vec![third, second]),
    ] {
        assert_eq!(there_and_back(&news, query, 20).await.0, expected, "{query}");
        let counted = news.reader().get(&format!("{LIST}?count=exact&{query}")).await.ok();
        assert_eq!(counted["page"]["total"], expected.len(), "{query}");
    }
    for (query, culprit) in [("type=opinion,novel", "type"), ("language=en,!!", "language")] {
        let refused = news.reader().get(&format!("{LIST}?{query}")).await;
        assert_eq!(refused.culprits(400, "invalid-query"), [culprit]);
    }
    let refused = news.reader().get(&format!("{LIST}?type=novel")).await.json();
    let detail = refused["errors"][0]["detail"].to_string();
    assert!(detail.contains("`novel`") && detail.contains("article, opinion"), "{detail}");
}

async fn only_the_members_that_are_wanted_are_told(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "Ferry").await;
    let list = news.reader().get(&format!("{LIST}?fields=headline,id,headline")).await.ok();
    assert_eq!(list["data"], json!([{"headline": "Ferry", "id": id}]));
    let one = news.reader().get(&format!("{LIST}/{id}?fields=type,body&body=text")).await.ok();
    assert_eq!(one, json!({"type": "article", "body": {"text": "The Gannet sails every hour again."}}));
    for path in [LIST.to_owned(), format!("{LIST}/{id}")] {
        let refused = news.reader().get(&format!("{path}?fields=id,blocks")).await;
        assert_eq!(refused.culprits(400, "invalid-query"), ["fields"]);
        let detail = refused.json()["errors"][0]["detail"].to_string();
        assert!(detail.contains("`blocks`") && detail.contains("headline, kicker"), "{detail}");
    }
}

async fn a_list_is_counted_when_that_is_asked_for(news: Newsroom) {
    let desk = news.desk().await;
    for _ in 0..3 {
        news.publish(&desk, "Ferry").await;
    }
    let page =
        async |query: &str| news.reader().get(&format!("{LIST}?limit=2{query}")).await.ok()["page"].clone();
    assert_eq!(page("&count=exact").await["total"], 3);
    assert_eq!(page("&count=exact&tag=none").await["total"], 0);
    assert_eq!(page("").await.get("total"), None);
}

async fn contradictory_filters_find_nothing(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "Ferry").await;
    for query in [
        "published_after=2026-05-03T00:00:00Z&published_before=2026-05-01T00:00:00Z".to_owned(),
        format!("ids={id}&exclude_ids={id}"),
        "tag=ferries&tag_none=ferries".into(),
        "ids=-1,0,9223372036854775807".into(),
        "section=%F0%9F%9A%A2".into(),
        format!("author={}", "a".repeat(5000)),
    ] {
        assert_eq!(news.reader().get(&format!("{LIST}?{query}")).await.ok()["data"], json!([]), "{query}");
    }
}

async fn every_bad_parameter_of_a_list_is_named(news: Newsroom) {
    let many = |value: &str| vec![value; 101].join(",");
    for (query, culprits) in [
        ("sektion=x&limit=x".to_owned(), vec!["limit", "sektion"]),
        ("limit=0".into(), vec!["limit"]),
        ("limit=-1".into(), vec!["limit"]),
        ("limit=101".into(), vec!["limit"]),
        ("limit=99999999999999999999".into(), vec!["limit"]),
        ("sort=headline".into(), vec!["sort"]),
        ("sort=relevance".into(), vec!["sort"]),
        ("sort=published_at&sort=-published_at".into(), vec!["sort"]),
        ("ids=1,x".into(), vec!["ids"]),
        ("ids=1,,2".into(), vec!["ids"]),
        ("ids=99999999999999999999".into(), vec!["ids"]),
        (format!("ids={}", many("1")), vec!["ids"]),
        (format!("exclude_ids={}", many("1")), vec!["exclude_ids"]),
        (format!("tag={}&tag_all={}", many("a"), many("a")), vec!["tag", "tag_all"]),
        ("include=comments".into(), vec!["include"]),
        ("tag_none=".into(), vec!["tag_none"]),
        ("type=poem".into(), vec!["type"]),
        ("language=english!".into(), vec!["language"]),
        ("is_breaking=yes&is_featured=1".into(), vec!["is_breaking", "is_featured"]),
        ("published_after=yesterday".into(), vec!["published_after"]),
        ("published_before=2026-13-01T00:00:00Z".into(), vec!["published_before"]),
        ("updated_after=1".into(), vec!["updated_after"]),
        ("count=all".into(), vec!["count"]),
        ("section=%00".into(), vec!["section"]),
        ("author=%FF".into(), vec!["author"]),
        ("section_tree=true".into(), vec!["section_tree"]),
    ] {
        let answer = news.reader().get(&format!("{LIST}?{query}")).await;
        assert_eq!(answer.culprits(400, "invalid-query"), culprits, "{query}");
    }
}

async fn a_list_tells_of_an_article_what_the_article_itself_tells(news: Newsroom) {
    let desk = news.desk().await;
    let below = news.make("sections", json!({"name": "Fer\"ries", "parent_id": desk.section})).await;
    let author = news.make("authors", json!({"name": "Zoë \"Z\" Ng"})).await;
    let tag = news.make("tags", json!({"name": "Tea & <b>", "type": "series"})).await;
    let image = json!({"url": "https://img.example/a.jpg", "alt": "A \"ferry\"", "caption": null, "credit": "Z", "width": 3});
    let full = json!({
        "headline": "Tea \"& <b>\" \\ ✓", "kicker": "K", "lead": "L\nine", "summary": "S", "byline": "B", "source": "W",
        "dateline": "V", "language": "fa", "type": "liveblog", "is_breaking": true, "is_featured": true,
        "published_at": "1999-12-31T23:59:59.999999Z", "section_id": below, "lead_image": image,
        "authors": [{"id": desk.author, "role": "photo \"editor\""}, {"id": author}], "tag_ids": [tag, desk.tag],
        "comments": {"policy": "closed", "closes_at": "2027-01-01T00:00:00Z"},
        "seo": {"title": "T", "description": null, "canonical_url": "https://other.example/a"},
    });
    let bare = json!({"authors": [], "tag_ids": [], "source": "Wire"});
    for members in [full, bare] {
        let id = news.publish_with(&desk, members).await;
        news.pass(60);
        let correction = json!({"kind": "clarification", "text": "Line\n\"two\"."});
        news.step(id, json!({"to": "publish", "correction": correction})).await;
        let article = news.reader().get(&format!("/v1/articles/{id}?body=none")).await;
        for query in ["sort=-updated_at&limit=1", "sort=-updated_at&limit=1&exclude_ids=99"] {
            let list = news.reader().get(&format!("{LIST}?{query}")).await;
            assert_eq!(list.ok()["data"][0], article.ok(), "{query}");
            let things = list.header("surrogate-key").replace("content articles ", "content ");
            assert_eq!(things, article.header("surrogate-key"), "{query}");
        }
        news.change(&format!("/v1/editorial/authors/{author}"), json!({"name": format!("Zoë {id}")})).await;
        let renamed = news.reader().get(&format!("/v1/articles/{id}?body=none")).await.ok();
        let list = news.reader().get(&format!("{LIST}?sort=-updated_at&limit=1")).await.ok();
        assert_eq!(list["data"][0], renamed, "after a name has changed");
    }
}
