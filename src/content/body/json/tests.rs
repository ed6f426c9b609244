use serde_json::{Value, json};

use super::super::{Block, from_json, html};
use crate::content::Faults;

fn accepted(list: Value) -> Result<Vec<Block>, Vec<(String, String)>> {
    let mut faults = Faults::default();
    let list = list.as_array().cloned().unwrap_or_default();
    let blocks = from_json(list, "/body/value", &mut faults);
    faults.finish(blocks).map_err(|faults| {
        let relative = |pointer: Option<String>| pointer.unwrap_or_default().replace("/body/value/", "");
        faults.into_iter().map(|fault| (relative(fault.pointer), fault.code)).collect()
    })
}

/// Asserts the HTML of a list of blocks.
#[track_caller]
fn becomes(list: Value, expected: &str) {
    assert_eq!(accepted(list).map(|blocks| html(&blocks)).as_deref(), Ok(expected));
}

/// Asserts the faults of one block, as pointers and codes.
#[track_caller]
fn faults(block: Value, expected: &[(&str, &str)]) {
    let faults = accepted(json!([block])).err().unwrap_or_default();
    let faults: Vec<_> = faults
        .iter()
        .map(|(pointer, code)| (pointer.trim_start_matches('0').trim_start_matches('/'), code.as_str()))
        .collect();
    assert_eq!(faults, expected);
}

fn text_items(text: &str) -> Value {
    json!([{"type": "text", "text": text}])
}

#[test]
fn every_kind_of_block_is_accepted() {
    becomes(
        json!([
            {"type": "heading", "level": 3, "content": text_items("a")},
            {"type": "paragraph", "lang": "fa", "dir": "rtl", "content": [
                {"type": "text", "text": "b "},
                {"type": "mark", "mark": "time", "datetime": "2023-12-05", "content": text_items("c")},
                {"type": "break"},
                {"type": "code", "text": "d"},
                {"type": "link", "href": "mailto:e@a.example", "title": "e", "content": text_items("f")},
                {"type": "image", "url": "/g", "alt": "", "width": 1, "height": 2},
            ]},
            {"type": "list", "ordered": true, "items": [[{"type": "paragraph", "content": text_items("h")}]]},
            {"type": "quote", "cite": "https://a.example/", "content": [{"type": "paragraph", "content": text_items("i")}]},
            {"type": "pull_quote", "content": text_items("j"), "attribution": text_items("k")},
            {"type": "pull_quote", "content": [{"type": "image", "url": "/l", "alt": ""}]},
            {"type": "image", "url": "https://a.example/m", "alt": "n", "caption": text_items("o")},
            {"type": "embed", "url": "https://youtu.be/p", "caption": text_items("q")},
            {"type": "table", "head": [[{"header": true, "scope": "col", "content": text_items("r")}]], "body": [[{"colspan": 2, "content": text_items("s")}]]},
            {"type": "code", "text": "t\n u"},
            {"type": "divider"},
        ]),
        "<h3>a</h3><p lang=\"fa\" dir=\"rtl\">b <time datetime=\"2023-12-05\">c</time><br><code>d</code>\
         <a href=\"mailto:e@a.example\" title=\"e\">f</a><img src=\"/g\" alt=\"\" width=\"1\" height=\"2\"></p>\
         <ol><li>h</li></ol><blockquote cite=\"https://a.example/\"><p>i</p></blockquote>\
         <figure><blockquote>j</blockquote><figcaption>k</figcaption></figure><figure><blockquote><img src=\"/l\" alt=\"\"></blockquote></figure>\
         <figure><img src=\"https://a.example/m\" alt=\"n\"><figcaption>o</figcaption></figure>\
         <figure><a href=\"https://youtu.be/p\">https://youtu.be/p</a><figcaption>q</figcaption></figure>\
         <table><thead><tr><th scope=\"col\">r</th></tr></thead><tbody><tr><td colspan=\"2\">s</td></tr></tbody></table>\
         <pre><code>t\n u</code></pre><hr>",
    );
}

#[test]
fn blocks_are_normalised() {
    becomes(
        json!([
            {"type": "paragraph", "content": []},
            {"type": "paragraph", "lang": null, "content": text_items("  a \n b ")},
            {"type": "list", "ordered": false, "items": []},
            {"type": "pull_quote", "content": text_items("\u{a0}")},
            {"type": "quote", "content": [{"type": "paragraph", "content": text_items(" ")}]},
            {"type": "paragraph", "content": [{"type": "mark", "mark": "span", "content": text_items("c")}, {"type": "mark", "mark": "em", "content": []}]},
            {"type": "paragraph", "content": [{"type": "image", "url": "HTTPS://A.example/é", "alt": "d"}]},
            {"type": "embed", "provider": "x", "url": "https://X.com:443/e"},
        ]),
        "<p>a b</p><p>c</p><figure><img src=\"https://a.example/%C3%A9\" alt=\"d\"></figure>\
         <figure><a href=\"https://x.com/e\">https://x.com/e</a></figure>",
    );
}

#[test]
fn types_and_members_must_match_the_schema() {
    faults(json!("a"), &[("", "wrong-type")]);
    faults(json!({}), &[("type", "required")]);
    faults(json!({"type": "movie", "url": 1}), &[("type", "unknown-value")]);
    faults(json!({"type": 1}), &[("type", "wrong-type")]);
    faults(json!({"type": "divider", "lang": "en"}), &[("lang", "unknown-member")]);
    faults(json!({"type": "paragraph", "content": [], "a/b~": 1}), &[("a~1b~0", "unknown-member")]);
    faults(json!({"type": "paragraph", "content": null}), &[("content", "required")]);
    faults(
        json!({"type": "paragraph", "content": "a", "lang": "no language", "dir": "up"}),
        &[("lang", "invalid-language"), ("dir", "unknown-value"), ("content", "wrong-type")],
    );
    faults(
        json!({"type": "heading", "level": 1, "content": [{"type": "text"}, {"type": "blink"}, 3]}),
        &[
            ("level", "out-of-range"),
            ("content/0/text", "required"),
            ("content/1/type", "unknown-value"),
            ("content/2", "wrong-type"),
        ],
    );
    faults(json!({"type": "heading", "level": 2.5, "content": []}), &[("level", "wrong-type")]);
    faults(
        json!({"type": "list", "items": [[], {}, [{"type": "code", "text": []}]]}),
        &[("ordered", "required"), ("items/1", "wrong-type"), ("items/2/0/text", "wrong-type")],
    );
    faults(
        json!({"type": "table", "head": [[{"scope": "col", "colspan": 0, "rowspan": 1001, "header": "yes"}]], "body": [{}]}),
        &[
            ("head/0/0/header", "wrong-type"),
            ("head/0/0/scope", "not-here"),
            ("head/0/0/colspan", "out-of-range"),
            ("head/0/0/rowspan", "out-of-range"),
            ("body/0", "wrong-type"),
        ],
    );
}

#[test]
fn urls_are_accepted_or_refused_but_never_removed() {
    faults(
        json!({"type": "paragraph", "content": [
            {"type": "link", "href": "javascript:alert(1)", "content": text_items("a")},
            {"type": "link", "href": "/a", "content": []},
            {"type": "link", "href": "/a", "content": [{"type": "link", "href": "/b", "content": text_items("b")}]},
            {"type": "image", "url": "data:,", "alt": "a".repeat(1001), "width": 0},
            {"type": "mark", "mark": "q", "cite": "ftp://a.example/", "content": text_items("c")},
            {"type": "mark", "mark": "em", "cite": "/a", "datetime": "d", "content": text_items("c")},
            {"type": "mark", "mark": "time", "datetime": "d", "content": text_items(" ")},
        ]}),
        &[
            ("content/0/href", "invalid-url"),
            ("content/1/content", "empty"),
            ("content/2/content/0/type", "not-here"),
            ("content/3/url", "invalid-url"),
            ("content/3/alt", "too-long"),
            ("content/3/width", "out-of-range"),
            ("content/4/cite", "invalid-url"),
            ("content/5/datetime", "not-here"),
            ("content/5/cite", "not-here"),
            ("content/6/content", "empty"),
        ],
    );
    let blank_link = json!([{"type": "link", "href": "/a", "content": text_items("\u{a0}")}]);
    faults(json!({"type": "paragraph", "content": blank_link}), &[("content", "empty")]);
    faults(json!({"type": "image", "url": "/a", "alt": "", "caption": blank_link}), &[("caption", "empty")]);
    faults(json!({"type": "quote", "cite": "/a", "content": []}), &[("content", "empty")]);
    faults(
        json!({"type": "pull_quote", "content": [], "attribution": text_items("a")}),
        &[("content", "empty")],
    );
}

#[test]
fn embeds_must_match_their_provider() {
    let embed = |url: &str| json!({"type": "embed", "url": url, "html": "<iframe>"});
    let unknown = ("html", "unknown-member");
    faults(embed("https://evil-youtube.com/a"), &[("url", "unknown-provider"), unknown]);
    faults(embed("http://youtube.com/a"), &[("url", "invalid-url"), unknown]);
    faults(embed("HTTPS://youtube.com/a"), &[("url", "invalid-url"), unknown]);
    faults(embed("https://me@youtube.com/a"), &[("url", "invalid-url"), unknown]);
    faults(json!({"type": "embed"}), &[("url", "required")]);
    faults(
        json!({"type": "embed", "url": "https://youtu.be/a", "provider": "vimeo"}),
        &[("provider", "wrong-provider")],
    );
    faults(
        json!({"type": "embed", "url": "https://youtu.be/a", "provider": "myspace"}),
        &[("provider", "unknown-value")],
    );
}

#[test]
fn the_fault_of_deep_nesting_is_at_the_first_level_beyond_the_limit() {
    let quote = |inner: Value| json!({"type": "quote", "content": [inner]});
    let deep = |levels| {
        (0..levels).fold(json!({"type": "paragraph", "content": text_items("a")}), |inner, _| quote(inner))
    };
    assert!(accepted(json!([deep(16)])).is_ok());
    faults(deep(17), &[(&["content/0"; 16].join("/"), "nested-too-deep")]);
    let span = |inner: Value| json!({"type": "mark", "mark": "sub", "content": [inner]});
    let spans = |levels| {
        let text = json!({"type": "text", "text": "a"});
        json!({"type": "paragraph", "content": [(0..levels).fold(text, |inner, _| span(inner))]})
    };
    assert!(accepted(json!([spans(16)])).is_ok());
    faults(spans(17), &[(&format!("{}/content", ["content/0"; 17].join("/")), "nested-too-deep")]);
}

#[test]
fn at_most_one_hundred_faults_are_reported() {
    let many = vec![json!({"type": "x", "y": 1}); 50_000];
    assert_eq!(accepted(json!(many)).err().map(|faults| faults.len()), Some(100));
    let members: serde_json::Map<_, _> = (0..50_000).map(|n| (format!("m{n}"), json!(1))).collect();
    let mut block = json!({"type": "divider"});
    block.as_object_mut().into_iter().for_each(|object| object.extend(members.clone()));
    assert_eq!(accepted(json!([block])).err().map(|faults| faults.len()), Some(100));
}
