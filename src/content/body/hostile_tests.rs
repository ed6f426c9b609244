//! Example-based tests with bodies that are made to be slow or deep.

use super::{Markup, html, markdown, parse, text};

#[test]
fn hostile_input_is_parsed_in_bounded_depth_and_time() {
    let html_pieces = [
        "<b>",
        "<div>",
        "<ul><li>",
        "<blockquote>",
        "<table><tr><td>",
        "<b>x</i>",
        "<b a=%>",
        "<p><b a=%>x",
        "<a href=/%>x",
        "<svg>",
        "<figure>",
        "<figure><figcaption>",
        "<dl><dt>",
        "<dl><dd>",
        "<ruby><rt>",
        "<math><mi>",
        "<noscript>",
        "<p><b>",
        "<p><a href=/%>",
        "<pre><a href=/%>",
        "<ol><li id=%>",
        "<h2 id=%>",
        "<code><b>",
        "<video>",
        "<template>",
        "<select>",
        "<picture><source srcset='/% 1x,/% 2x'>",
        "<p style='mso-list:l0 level%'><span style='mso-list:Ignore'>",
        "<!--",
        "<a a%",
    ];
    let markdown_pieces = [
        "> ",
        "[",
        "![",
        "*a_",
        "**a *b ",
        "`a``",
        "- ",
        "1. ",
        "<a ",
        "[a](<b",
        "|a|b|\n|-|-|\n",
        "&#",
        "[^%]",
        "\n\n[^%]: ",
        "~a",
        "![a](b \"c",
    ];
    for (format, pieces) in [(Markup::Html, &html_pieces[..]), (Markup::Markdown, &markdown_pieces[..])] {
        for piece in pieces {
            let source: String = (0..4_000).map(|n| piece.replace('%', &n.to_string())).collect();
            let body = parse(format, &format!("{source}end"));
            assert!(text(&body).len() <= source.len() + 3, "{piece}");
            let json = serde_json::to_string(&body).unwrap_or_default();
            assert_eq!(serde_json::from_str(&json).ok(), Some(body), "{piece}");
        }
    }
}

#[test]
fn a_hundred_thousand_open_elements_become_their_text() {
    for piece in ["<b>", "<div>", "<ul><li>", "<i><blockquote>"] {
        assert_eq!(text(&parse(Markup::Html, &format!("{}end", piece.repeat(100_000)))), "end", "{piece}");
    }
    assert_eq!(
        text(&parse(Markup::Html, &format!("{}{}end", "<b>".repeat(100_000), "</i>".repeat(100_000)))),
        "end"
    );
    assert_eq!(text(&parse(Markup::Markdown, &format!("{}end", ">".repeat(100_000)))), "end");
    assert_eq!(text(&parse(Markup::Markdown, &"[".repeat(100_000))).len(), 100_000);
}

#[test]
fn a_long_text_with_many_escapes_stays_complete() {
    for sign in ["&", "\u{ab}", "<"] {
        let words = sign.repeat(100_000);
        assert_eq!(text(&parse(Markup::Html, &words.replace('&', "&amp;").replace('<', "&lt;"))), words);
        assert_eq!(text(&parse(Markup::Markdown, &words.replace('<', "\\<"))), words);
    }
}

#[test]
fn lists_and_quotes_nest_sixteen_deep_and_deeper_ones_become_their_content() {
    let html_in = format!("{}a", "<blockquote>".repeat(40));
    let body = parse(Markup::Html, &html_in);
    assert_eq!(html(&body).matches("<blockquote>").count(), 16);
    assert_eq!(parse(Markup::Markdown, &markdown(&body)), body);
}
