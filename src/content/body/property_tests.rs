//! Property-based tests: invariants of the body pipeline, checked on random bodies and random markup.

use std::sync::LazyLock;

use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

use super::{
    Block, Markup, from_json, html, markdown, parse,
    random_bodies::{block, body, tag_soup},
    text,
};
use crate::content::Faults;

/// The documented allow-list of delivered HTML, applied by another library.
static POLICY: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let elements = "p h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote cite figure figcaption img video audio pre code hr br table caption thead tbody tr th td a \
                    strong em s u sub sup mark small abbr q span bdi time ruby rt rp";
    let attributes = [
        ("a", "href title"),
        ("abbr", "title"),
        ("audio", "src controls"),
        ("blockquote", "cite"),
        ("code", "class"),
        ("h2", "id"),
        ("h3", "id"),
        ("h4", "id"),
        ("h5", "id"),
        ("h6", "id"),
        ("img", "src alt width height"),
        ("li", "id"),
        ("ol", "start reversed"),
        ("q", "cite"),
        ("td", "align colspan rowspan"),
        ("th", "align colspan rowspan scope"),
        ("time", "datetime"),
        ("video", "src controls poster"),
    ];
    let mut policy = ammonia::Builder::empty();
    policy
        .tags(elements.split_ascii_whitespace().collect())
        .tag_attributes(attributes.map(|(tag, names)| (tag, names.split(' ').collect())).into())
        .generic_attributes(["lang", "dir"].into())
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(None);
    policy
});

/// The content that must not be lost: all URLs, the number of embeds, and all visible characters.
fn content_of(blocks: &[Block]) -> (Vec<String>, usize, Vec<char>) {
    let (mut urls, mut embeds, mut characters) = (Vec::new(), 0, Vec::new());
    visit(&json!(blocks), &mut |name, text| match name {
        "href" | "url" | "cite" | "poster" => {
            urls.extend(super::anchor_id::fragment_url(text).or_else(|| super::link::link_url(text)));
        }
        "id" => urls.extend(super::anchor_id::id(text)),
        "type" => embeds += usize::from(text == "embed"),
        "text" | "alt" | "title" | "reading" => {
            characters.extend(text.chars().filter(|c| !c.is_whitespace() && !c.is_control()))
        }
        _ => {}
    });
    urls.sort_unstable();
    characters.sort_unstable();
    (urls, embeds, characters)
}

fn visit(value: &Value, visitor: &mut impl FnMut(&str, &str)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| visit(item, visitor)),
        Value::Object(members) => members.iter().for_each(|(name, member)| match member {
            Value::String(text) => visitor(name, text),
            other => visit(other, visitor),
        }),
        _ => {}
    }
}

/// The blocks after a round trip through JSON. `None` when there are faults.
fn through_json(blocks: &[Block]) -> Option<Vec<Block>> {
    let list = json!(blocks).as_array().cloned().unwrap_or_default();
    from_json(list, "", &mut Faults::default())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn html_parses_to_the_same_blocks(body in body()) {
        prop_assert_eq!(parse(Markup::Html, &html(&body)), body);
    }

    #[test]
    fn markdown_parses_to_the_same_blocks(body in body()) {
        let written = markdown(&body);
        prop_assert_eq!(parse(Markup::Markdown, &written), body, "{}", written);
    }

    #[test]
    fn json_deserialises_to_the_same_blocks(body in body()) {
        let json = serde_json::to_string(&body);
        prop_assert!(json.is_ok());
        let back: Result<Vec<Block>, _> = serde_json::from_str(&json.unwrap_or_default());
        prop_assert_eq!(back.ok(), Some(body));
    }

    #[test]
    fn stored_blocks_are_accepted_unchanged(body in body()) {
        prop_assert_eq!(through_json(&body), Some(body));
    }

    #[test]
    fn accepted_blocks_lose_nothing_and_are_in_normal_form(blocks in vec(block(), 1..3)) {
        if let Some(body) = through_json(&blocks) {
            prop_assert_eq!(content_of(&body), content_of(&blocks));
            prop_assert_eq!(through_json(&body), Some(body.clone()));
            prop_assert_eq!(parse(Markup::Markdown, &markdown(&body)), body);
        }
    }

    #[test]
    fn no_iframe_is_ever_rendered(tag_soup in tag_soup()) {
        let body = parse(Markup::Html, &tag_soup);
        let from_markdown = html(&parse(Markup::Markdown, &markdown(&body)));
        prop_assert!(!html(&body).contains("<iframe") && !from_markdown.contains("<iframe"));
    }

    #[test]
    fn parsed_html_is_in_normal_form(tag_soup in tag_soup()) {
        let body = parse(Markup::Html, &tag_soup);
        let written = html(&body);
        prop_assert_eq!(&parse(Markup::Html, &written), &body, "{}", written);
        prop_assert_eq!(&parse(Markup::Markdown, &markdown(&body)), &body);
    }

    #[test]
    fn parsed_markdown_is_in_normal_form(tag_soup in tag_soup()) {
        let body = parse(Markup::Markdown, &tag_soup);
        let written = html(&body);
        prop_assert_eq!(&parse(Markup::Html, &written), &body, "{}", written);
        prop_assert_eq!(&parse(Markup::Markdown, &markdown(&body)), &body);
    }

    #[test]
    fn rendered_html_passes_the_allow_list_unchanged(body in body()) {
        let written = html(&body);
        let cleaned = parse(Markup::Html, &POLICY.clean(&written).to_string());
        prop_assert_eq!(html(&cleaned), written);
    }

    #[test]
    fn text_has_no_extra_empty_lines(body in body()) {
        let text = text(&body);
        prop_assert!(!text.starts_with("\n\n\n") && text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\t')));
    }
}
