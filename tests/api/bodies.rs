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
    an_unknown_embed_provider_is_refused_in_blocks_and_is_a_file_in_html,
    a_patch_replaces_all_blocks,
    delivered_blocks_match_the_published_schema,
    a_write_names_what_it_dropped_until_the_body_changes,
    links_and_footnotes_of_blocks_must_have_a_target,
    alternative_texts_and_urls_are_not_counted_as_words,
];

const ARTICLES: &str = "/v1/editorial/articles";

fn inline_text(text: &str) -> Value {
    json!([{"type": "text", "text": text}])
}

/// Every type of block and inline element, in normal form.
fn all_blocks() -> Value {
    json!([
        {"type": "heading", "level": 2, "id": "s-lamps", "content": inline_text("The lamps")},
        {"type": "paragraph", "lang": "fa", "dir": "rtl", "content": [
            {"type": "mark", "mark": "strong", "content": inline_text("a")},
            {"type": "text", "text": " "},
            {"type": "link", "href": "https://a.example/b", "title": "b", "content": inline_text("b")},
            {"type": "break"},
            {"type": "code", "text": "c"},
            {"type": "image", "url": "/d.svg", "alt": "d", "width": 4, "height": 3},
            {"type": "mark", "mark": "time", "datetime": "2023-12-05", "content": inline_text("e")},
            {"type": "mark", "mark": "q", "cite": "/f", "content": inline_text("f")},
            {"type": "footnote", "id": "s-1", "number": 1},
            {"type": "ruby", "text": "東京", "reading": "とうきょう"},
            {"type": "mark", "mark": "abbr", "title": "World Health Organization", "content": inline_text("WHO")},
            {"type": "link", "href": "#s-lamps", "content": inline_text("above")},
        ]},
        {"type": "list", "ordered": true, "start": 3, "reversed": true, "items": [
            [{"type": "paragraph", "content": inline_text("g")}, {"type": "list", "ordered": false, "items": [[{"type": "paragraph", "content": inline_text("h")}]]}],
            [{"type": "embed", "url": "https://vimeo.com/1", "provider": "vimeo"}],
        ]},
        {"type": "quote", "cite": "https://a.example/i", "content": [{"type": "paragraph", "content": inline_text("i")}, {"type": "divider"}]},
        {"type": "pull_quote", "lang": "en", "content": inline_text("j"), "attribution": inline_text("k")},
        {"type": "pull_quote", "content": inline_text("l")},
        {"type": "image", "url": "https://a.example/m.jpg", "alt": "m", "width": 1600, "height": 900, "caption": inline_text("n")},
        {"type": "image", "url": "/n.jpg", "alt": "", "href": "https://a.example/", "caption": inline_text("n"), "credit": inline_text("Ida Holm")},
        {"type": "gallery", "caption": inline_text("Both"), "images": [
            {"url": "/1.jpg", "alt": "1"},
            {"url": "/2.jpg", "alt": "2", "width": 4, "height": 3, "href": "/2", "lang": "en", "caption": inline_text("2"), "credit": inline_text("3")},
        ]},
        {"type": "video", "url": "https://a.example/v.mp4", "poster": "/v.jpg", "caption": inline_text("v"), "credit": inline_text("w")},
        {"type": "audio", "url": "/a.mp3", "dir": "ltr"},
        {"type": "file", "url": "/r.pdf", "title": "The report"},
        {"type": "description_list", "items": [
            {"terms": [inline_text("Lamp"), inline_text("Light")], "descriptions": [[{"type": "paragraph", "content": inline_text("It burns.")}]]},
        ]},
        {"type": "embed", "url": "https://www.youtube.com/watch?v=o&t=1", "provider": "youtube", "dir": "ltr", "caption": inline_text("p")},
        {"type": "table", "caption": inline_text("Lamps"), "alignment": [null, "right"], "head": [[{"header": true, "scope": "col", "content": inline_text("q")}, {"header": true, "content": inline_text("r")}]],
            "body": [[{"colspan": 2, "rowspan": 3, "content": inline_text("s")}]]},
        {"type": "code", "language": "rust", "text": "t\n  u"},
        {"type": "divider"},
        {"type": "footnotes", "notes": [{"id": "s-1", "content": [{"type": "paragraph", "content": inline_text("The note.")}]}]},
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
        {"type": "movie", "url": "/a"},
        {"type": "paragraph", "content": [{"type": "link", "href": "javascript:alert(1)", "content": inline_text("a")}], "align": "left"},
        {"type": "heading", "level": 7, "content": [{"type": "text", "text": 1}]},
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
    let html = "<p>a</p><iframe src=\"https://www.youtube.com/embed/b\"></iframe><iframe src=\"https://a.example/map\" title=\"The map\"></iframe>";
    let body = json!({"format": "html", "value": html});
    let id = news.publish_with(&taxonomy, json!({"body": body})).await;
    let path = format!("/v1/articles/{id}?body=html,blocks,markdown,text");
    let delivered = news.reader().get(&path).await.ok()["body"].clone();
    let url = "https://www.youtube.com/embed/b";
    let figure = format!("<figure><a href=\"{url}\">{url}</a></figure>");
    assert_eq!(
        delivered["html"],
        format!("<p>a</p>{figure}<p><a href=\"https://a.example/map\">The map</a></p>")
    );
    assert_eq!(delivered["blocks"][1], json!({"type": "embed", "url": url, "provider": "youtube"}));
    assert_eq!(delivered["markdown"], format!("a\n\n{figure}\n\n[The map](https://a.example/map)"));
    assert_eq!(delivered["text"], format!("a\n\n{url}\n\nThe map"));
}

async fn an_unknown_embed_provider_is_refused_in_blocks_and_is_a_file_in_html(news: Newsroom) {
    let url = "https://youtube.com.evil.example/a";
    let blocks = json!([{"type": "embed", "url": url}]);
    let refused = news.editor().post(ARTICLES, draft("blocks", blocks)).await;
    assert_eq!(refused.problem(422, "invalid-body")["errors"][0]["code"], "unknown-provider");
    let html = format!("<figure><a href=\"{url}\">{url}</a></figure>");
    let article = news.editor().post(ARTICLES, draft("html", json!(html))).await.created();
    assert_eq!(article["body"]["value"], html);
    let blocks = news.editor().get(&format!("{}?body=blocks", article_path(&article))).await.ok();
    assert_eq!(blocks["body"]["value"], json!([{"type": "file", "url": url, "title": url}]));
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

async fn a_write_names_what_it_dropped_until_the_body_changes(news: Newsroom) {
    let editor = news.editor();
    let value =
        json!("<p>a <x-y>b</x-y></p><script>c</script><iframe src=\"https://maps.example/d\"></iframe>");
    let article = editor.post(ARTICLES, draft("html", value.clone())).await.created();
    let notices = json!([
        {"code": "dropped-frame", "count": 1, "example": "https://maps.example/d", "pointer": "/body/value"},
        {"code": "dropped-script", "count": 1, "example": "<script>", "pointer": "/body/value"},
        {"code": "unknown-element", "count": 1, "example": "<x-y>", "pointer": "/body/value"},
    ]);
    assert_eq!(article["notices"], notices);
    let path = article_path(&article);
    let validation = editor.post(&format!("{path}/validation"), json!({})).await.ok();
    assert_eq!(validation["notices"], notices);
    // Writing back what was read changes nothing, and another member does not change the body.
    let read = editor.get(&path).await.ok();
    let same = editor.patch(&path, "*", json!({"body": read["body"]})).await.ok();
    assert_eq!((&same["version"], &same["notices"]), (&article["version"], &notices));
    let other = editor.patch(&path, "*", json!({"kicker": "Harbour"})).await.ok();
    assert_eq!(other["notices"], notices);
    let clean = editor.patch(&path, "*", json!({"body": {"format": "html", "value": "<p>a</p>"}})).await.ok();
    assert_eq!(clean["notices"], json!([]));
}

async fn links_and_footnotes_of_blocks_must_have_a_target(news: Newsroom) {
    let paragraph = |content: Value| json!({"type": "paragraph", "content": content});
    let note = |id: &str| json!({"type": "footnotes", "notes": [{"id": id, "content": [paragraph(inline_text("Note."))]}]});
    let reference =
        |id: &str| paragraph(json!([{"type": "text", "text": "a"}, {"type": "footnote", "id": id}]));
    let link = |href: &str| paragraph(json!([{"type": "link", "href": href, "content": inline_text("a")}]));
    for (blocks, pointer, code) in [
        (json!([link("#none")]), "/body/value/0/content/0/href", "unknown-target"),
        (
            json!([reference("none"), reference("1"), note("1")]),
            "/body/value/0/content/1/id",
            "unknown-target",
        ),
        (json!([note("1")]), "/body/value/0/notes", "not-referenced"),
        (json!([reference("1"), note("1"), note("2")]), "/body/value/1/type", "not-here"),
        (
            json!([{"type": "gallery", "images": [{"url": "/a", "alt": ""}]}]),
            "/body/value/0/images",
            "too-few",
        ),
        (
            json!([{"type": "file", "url": "https://youtu.be/a", "title": "a"}]),
            "/body/value/0/url",
            "not-here",
        ),
        (
            json!([{"type": "code", "language": "no language", "text": "a"}]),
            "/body/value/0/language",
            "invalid-value",
        ),
    ] {
        let refused = news.editor().post(ARTICLES, draft("blocks", blocks)).await;
        let problem = refused.problem(422, "invalid-body");
        let error = &problem["errors"][0];
        assert_eq!((error["pointer"].as_str(), error["code"].as_str()), (Some(pointer), Some(code)));
    }
    let article =
        news.editor().post(ARTICLES, draft("blocks", json!([reference("1"), note("1")]))).await.created();
    assert_eq!(article["body"]["value"][1]["notes"][0]["id"], "s-1");
}

async fn alternative_texts_and_urls_are_not_counted_as_words(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let value = "<p>Three <img src=\"/a.jpg\" alt=\"A tall ship\">more words</p><iframe src=\"https://youtu.be/a\"></iframe>";
    let id = news.publish_with(&taxonomy, json!({"body": {"format": "html", "value": value}})).await;
    let article = news.reader().get(&format!("/v1/articles/{id}?body=text")).await.ok();
    assert_eq!(article["word_count"], 3);
    assert_eq!(article["body"]["text"], "Three A tall ship more words\n\nhttps://youtu.be/a");
}
