//! Bodies: written as blocks, Markdown or HTML, and read in any of these formats.

use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    every_block_type_is_read_back_as_written,
    a_body_is_returned_as_blocks_when_written_or_requested_as_blocks,
    a_body_survives_conversion_between_all_formats,
    every_fault_of_the_blocks_is_reported_with_its_json_pointer,
    a_body_value_must_have_the_json_type_of_its_format,
    blocks_are_normalized,
    an_embed_is_delivered_as_a_link,
    an_unknown_embed_provider_is_refused_in_blocks_and_stays_a_link_in_html,
    a_patch_replaces_all_blocks,
    delivered_blocks_match_the_published_schema,
];

const ARTICLES: &str = "/v1/editorial/articles";

fn inline_text(text: &str) -> Value {
    json!([{"type": "text", "text": text}])
}

/// Every type of block and inline element, in normal form.
fn all_blocks() -> Value {
    json!([
        {"type": "heading", "level": 2, "content": inline_text("The lamps")},
        {"type": "paragraph", "lang": "fa", "dir": "rtl", "content": [
            {"type": "mark", "mark": "strong", "content": inline_text("a")},
            {"type": "text", "text": " "},
            {"type": "link", "href": "https://a.example/b", "title": "b", "content": inline_text("b")},
            {"type": "break"},
            {"type": "code", "text": "c"},
            {"type": "image", "url": "/d.svg", "alt": "d", "width": 4, "height": 3},
            {"type": "mark", "mark": "time", "datetime": "2023-12-05", "content": inline_text("e")},
            {"type": "mark", "mark": "q", "cite": "/f", "content": inline_text("f")},
        ]},
        {"type": "list", "ordered": true, "items": [
            [{"type": "paragraph", "content": inline_text("g")}, {"type": "list", "ordered": false, "items": [[{"type": "paragraph", "content": inline_text("h")}]]}],
            [{"type": "embed", "url": "https://vimeo.com/1", "provider": "vimeo"}],
        ]},
        {"type": "quote", "cite": "https://a.example/i", "content": [{"type": "paragraph", "content": inline_text("i")}, {"type": "divider"}]},
        {"type": "pull_quote", "lang": "en", "content": inline_text("j"), "attribution": inline_text("k")},
        {"type": "pull_quote", "content": inline_text("l")},
        {"type": "image", "url": "https://a.example/m.jpg", "alt": "m", "width": 1600, "height": 900, "caption": inline_text("n")},
        {"type": "embed", "url": "https://www.youtube.com/watch?v=o&t=1", "provider": "youtube", "dir": "ltr", "caption": inline_text("p")},
        {"type": "table", "head": [[{"header": true, "scope": "col", "content": inline_text("q")}, {"header": true, "content": inline_text("r")}]],
            "body": [[{"colspan": 2, "rowspan": 3, "content": inline_text("s")}]]},
        {"type": "code", "text": "t\n  u"},
        {"type": "divider"},
    ])
}

fn draft(format: &str, value: Value) -> Value {
    json!({"headline": "Lamps", "body": {"format": format, "value": value}})
}

fn article_path(article: &Value) -> String {
    format!("{ARTICLES}/{}", article["id"])
}

async fn every_block_type_is_read_back_as_written(news: Newsroom) {
    let response = news.reporter().post(ARTICLES, draft("blocks", all_blocks())).await;
    let article = response.created();
    assert_eq!(article["body"], json!({"format": "blocks", "value": all_blocks()}));
    assert_eq!(news.reporter().get(&article_path(&article)).await.ok()["body"]["value"], all_blocks());
}

async fn a_body_is_returned_as_blocks_when_written_or_requested_as_blocks(news: Newsroom) {
    let editor = news.editor();
    let article = editor.post(ARTICLES, draft("markdown", json!("A *b*."))).await.created();
    let blocks = editor.get(&format!("{}?body=blocks", article_path(&article))).await.ok()["body"].clone();
    assert_eq!(blocks["format"], "blocks");
    assert_eq!(
        blocks["value"][0]["content"][1],
        json!({"type": "mark", "mark": "em", "content": inline_text("b")})
    );
    assert_eq!(editor.get(&article_path(&article)).await.ok()["body"], article["body"]);
    let patched = editor.patch(&article_path(&article), "*", json!({"body": blocks})).await.ok();
    assert_eq!(patched["body"], blocks);
    assert_eq!(editor.get(&article_path(&article)).await.ok()["body"], blocks);
}

async fn a_body_survives_conversion_between_all_formats(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let editor = news.editor();
    let body = json!({"format": "blocks", "value": all_blocks()});
    let id = news.publish_with(&taxonomy, json!({"headline": "Lamps", "body": body})).await;
    let path = format!("{ARTICLES}/{id}");
    for format in ["html", "markdown", "blocks", "markdown", "html", "blocks"] {
        let body = editor.get(&format!("{path}?body={format}")).await.ok()["body"].clone();
        let written = editor.patch(&path, "*", json!({"body": body})).await.ok();
        assert_eq!(written["body"], body, "{format}");
        // The same body in another format is a change. In the same format it is none.
        let etag = editor.etag_of(&path).await;
        editor.transition(id, &etag, "publish").await.ok();
        let repeated = editor.patch(&path, "*", json!({"body": body})).await.ok();
        assert_eq!(repeated["has_unpublished_changes"], false, "{format}");
    }
    assert_eq!(editor.get(&path).await.ok()["body"]["value"], all_blocks());
}

async fn every_fault_of_the_blocks_is_reported_with_its_json_pointer(news: Newsroom) {
    let too_deep =
        (0..17).fold(json!({"type": "divider"}), |inner, _| json!({"type": "quote", "content": [inner]}));
    let blocks = json!([
        {"type": "video", "url": "/a"},
        {"type": "paragraph", "content": [{"type": "link", "href": "javascript:alert(1)", "content": inline_text("a")}], "align": "left"},
        {"type": "heading", "level": 5, "content": [{"type": "text", "text": 1}]},
        {"type": "embed", "url": "https://evil-youtube.com/a"},
        {"type": "embed", "url": "http://www.youtube.com/a"},
        {"type": "embed", "url": "https://youtu.be/a", "provider": "vimeo"},
        {"type": "image", "url": "data:,"},
        {"type": "list", "items": "a"},
        {"type": "pull_quote", "content": [], "attribution": inline_text("a")},
        {"type": "table", "body": [[{"colspan": 1001, "content": [{"type": "mark", "mark": "blink", "content": []}]}]]},
        {"type": "code", "text": "a\u{0}"},
        "paragraph",
        {"content": []},
        too_deep,
    ]);
    let sources = [
        "/body/value/0/type",
        "/body/value/1/align",
        "/body/value/1/content/0/href",
        "/body/value/10/text",
        "/body/value/11",
        "/body/value/12/type",
        &format!("/body/value/13{}", "/content/0".repeat(16)),
        "/body/value/2/content/0/text",
        "/body/value/2/level",
        "/body/value/3/url",
        "/body/value/4/url",
        "/body/value/5/provider",
        "/body/value/6/alt",
        "/body/value/6/url",
        "/body/value/7/items",
        "/body/value/7/ordered",
        "/body/value/8/content",
        "/body/value/9/0/0/colspan",
        "/body/value/9/0/0/content/0/mark",
        "/headline",
    ]
    .map(|pointer| pointer.replace("/9/", "/9/body/"));
    let mut article = draft("blocks", blocks.clone());
    article["headline"] = json!("");
    let response = news.editor().post(ARTICLES, article).await;
    assert_eq!(response.error_sources(422, "invalid-body"), sources);
    let draft = news.editor().post(ARTICLES, draft("blocks", json!([]))).await.created();
    let patch = json!({"headline": "", "body": {"value": blocks}});
    assert_eq!(
        news.editor().patch(&article_path(&draft), "*", patch).await.error_sources(422, "invalid-body"),
        sources
    );
}

async fn a_body_value_must_have_the_json_type_of_its_format(news: Newsroom) {
    for (format, value) in [
        ("blocks", json!("[]")),
        ("html", json!([])),
        ("markdown", all_blocks()),
        ("blocks", json!({"0": {"type": "divider"}})),
        ("html", json!(1)),
    ] {
        let response = news.editor().post(ARTICLES, draft(format, value)).await;
        assert_eq!(response.error_sources(422, "invalid-body"), ["/body/value"], "{format}");
    }
    let unknown = news.editor().post(ARTICLES, draft("rtf", json!([]))).await;
    assert_eq!(unknown.error_sources(422, "invalid-body"), ["/body/format"]);
}

async fn blocks_are_normalized(news: Newsroom) {
    let unnormalized = json!([
        {"type": "paragraph", "content": [], "lang": null},
        {"type": "paragraph", "content": inline_text("  a\n b ")},
        {"type": "embed", "url": "https://X.com:443/a"},
    ]);
    let normalized = json!([
        {"type": "paragraph", "content": inline_text("a b")},
        {"type": "embed", "url": "https://x.com/a", "provider": "x"},
    ]);
    let article = news.editor().post(ARTICLES, draft("blocks", unnormalized)).await.created();
    assert_eq!(article["body"]["value"], normalized);
}

async fn an_embed_is_delivered_as_a_link(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let html = "<p>a</p><iframe src=\"https://www.youtube.com/embed/b\"></iframe><iframe src=\"https://evil.example/\"></iframe>";
    let body = json!({"format": "html", "value": html});
    let id = news.publish_with(&taxonomy, json!({"body": body})).await;
    let path = format!("/v1/articles/{id}?body=html,blocks,markdown,text");
    let delivered = news.reader().get(&path).await.ok()["body"].clone();
    let url = "https://www.youtube.com/embed/b";
    let figure = format!("<figure><a href=\"{url}\">{url}</a></figure>");
    assert_eq!(delivered["html"], format!("<p>a</p>{figure}"));
    assert_eq!(delivered["blocks"][1], json!({"type": "embed", "url": url, "provider": "youtube"}));
    assert_eq!(delivered["markdown"], format!("a\n\n{figure}"));
    assert_eq!(delivered["text"], format!("a\n\n{url}"));
}

async fn an_unknown_embed_provider_is_refused_in_blocks_and_stays_a_link_in_html(news: Newsroom) {
    let url = "https://youtube.com.evil.example/a";
    let blocks = json!([{"type": "embed", "url": url}]);
    let refused = news.editor().post(ARTICLES, draft("blocks", blocks)).await;
    assert_eq!(refused.problem(422, "invalid-body")["errors"][0]["code"], "unknown-provider");
    let html = format!("<figure><a href=\"{url}\">{url}</a></figure>");
    let article = news.editor().post(ARTICLES, draft("html", json!(html))).await.created();
    assert_eq!(article["body"]["value"], format!("<p><a href=\"{url}\">{url}</a></p>"));
}

async fn a_patch_replaces_all_blocks(news: Newsroom) {
    let editor = news.editor();
    let article = editor.post(ARTICLES, draft("blocks", all_blocks())).await.created();
    let renamed = editor.patch(&article_path(&article), "*", json!({"headline": "Lights"})).await.ok();
    assert_eq!(renamed["body"], article["body"]);
    let divider = json!([{"type": "divider"}]);
    let patched = editor.patch(&article_path(&article), "*", json!({"body": {"value": divider}})).await.ok();
    assert_eq!(patched["body"], json!({"format": "blocks", "value": divider}));
    let as_text = editor.patch(&article_path(&article), "*", json!({"body": {"value": "a"}})).await;
    assert_eq!(as_text.error_sources(422, "invalid-body"), ["/body/value"]);
    let as_markdown = editor
        .patch(&article_path(&article), "*", json!({"body": {"format": "markdown", "value": "a"}}))
        .await;
    assert_eq!(as_markdown.ok()["body"], json!({"format": "markdown", "value": "a"}));
}

async fn delivered_blocks_match_the_published_schema(news: Newsroom) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi/blocks.schema.json");
    let schema: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let generated = broadsheet::openapi::block_schema(&broadsheet::app::document()).unwrap();
    assert_eq!(
        schema, generated,
        "update it with: cargo run -- openapi --blocks > openapi/blocks.schema.json"
    );
    let validator = jsonschema::validator_for(&schema).unwrap();
    let taxonomy = news.taxonomy().await;
    let body = json!({"format": "blocks", "value": all_blocks()});
    let id = news.publish_with(&taxonomy, json!({"body": body})).await;
    let delivered = news.reader().get(&format!("/v1/articles/{id}?body=blocks")).await.ok();
    assert_eq!(delivered["body"]["blocks"], all_blocks());
    let faults: Vec<_> = validator.iter_errors(&delivered["body"]["blocks"]).map(|e| e.to_string()).collect();
    assert_eq!(faults, [""; 0]);
    for invalid in [
        json!({"type": "video"}),
        json!({"type": "divider", "align": "left"}),
        json!({"type": "embed", "url": "http://youtu.be/a"}),
        json!({"type": "heading", "level": 1, "content": []}),
        json!({"type": "paragraph", "content": [{"type": "text", "text": "a", "bold": true}]}),
    ] {
        assert!(!validator.is_valid(&json!([invalid])), "{invalid}");
    }
}
