//! Assertions on how a body is read and rendered, for tests.

use super::{Markup, html, markdown, parse};

/// Asserts the HTML of a parsed HTML body, and that it parses to the same blocks, also by way of Markdown.
#[track_caller]
pub(super) fn assert_html(source: &str, expected: &str) {
    let body = parse(Markup::Html, source);
    assert_eq!(html(&body), expected);
    assert_eq!(parse(Markup::Html, expected), body);
    assert_eq!(parse(Markup::Markdown, &markdown(&body)), body);
}

/// Asserts the HTML of a parsed Markdown body, and that its Markdown is the same as the source.
#[track_caller]
pub(super) fn assert_markdown(source: &str, expected: &str) {
    let body = parse(Markup::Markdown, source);
    assert_eq!(html(&body), expected);
    assert_eq!(markdown(&body), source.trim_end());
}
