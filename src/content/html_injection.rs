//! Detects HTML injection in plain text: whether a browser would act on it if a page forgets to escape it.
//!
//! Readers legitimately write `a<b`, `Anna <a@b.example>` and `<https://x.example>`. A page that escapes text shows these
//! unchanged, so they are allowed. Only text that would harm a page without escaping is detected.
//!
//! The text is tokenised by the HTML Standard (§13.2.5). It is also tokenised with several endings, because the markup of the
//! page after the text can close a tag or an attribute value that the text leaves open.

use std::cell::Cell;

use html5ever::tendril::{StrTendril, Tendril};
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

/// Endings that close a tag or an attribute value that the text leaves open. `>` follows each.
const ENDINGS: [&str; 4] = ["", "x", "x\"", "x'"];

/// Elements that run scripts, load resources, take input or embed pages, or change how the rest of the page is parsed or laid
/// out.
const ACTIVE_ELEMENTS: &[&str] = &[
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "base",
    "basefont",
    "bgsound",
    "blockquote",
    "body",
    "button",
    "canvas",
    "caption",
    "center",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "embed",
    "fencedframe",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "iframe",
    "image",
    "img",
    "input",
    "isindex",
    "keygen",
    "label",
    "legend",
    "li",
    "link",
    "listing",
    "main",
    "map",
    "marquee",
    "math",
    "menu",
    "menuitem",
    "meta",
    "meter",
    "multicol",
    "nav",
    "nextid",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "param",
    "picture",
    "plaintext",
    "portal",
    "pre",
    "progress",
    "rb",
    "rp",
    "rt",
    "rtc",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "source",
    "style",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
    "video",
    "xmp",
];

/// Global attributes that have an effect without a value: they hide or disable content, or move the focus.
const ACTIVE_EMPTY_ATTRIBUTES: &[&str] = &["autofocus", "contenteditable", "hidden", "inert", "popover"];

/// The maximum number of start tags. Browsers reopen unclosed formatting elements in every following block (HTML Standard,
/// "reconstruct the active formatting elements").
const MAX_TAGS: usize = 50;

/// Whether a browser would act on the text in a page that does not escape it.
pub fn contains_active_html(text: &str) -> bool {
    text.contains('<')
        && (has_quoted_attribute(text)
            || has_active_token(text, |tag| &*tag.name == "p")
            || possible_start_tags(text).count() > MAX_TAGS
            || ENDINGS.iter().any(|ending| has_active_token(&format!("{text}{ending}>"), is_active_tag)))
}

/// The texts after each `<` that a letter follows: possible start tags.
fn possible_start_tags(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Whether a tag has an attribute value in quotation marks. The closing mark may be missing, and then the text of another
/// reader later in the page could close it.
fn has_quoted_attribute(text: &str) -> bool {
    possible_start_tags(text).any(|tag| {
        let tag = tag.split('>').next().unwrap_or_default();
        tag.split('=').skip(1).any(|value| value.trim_start().starts_with(['"', '\'']))
    })
}

/// Whether an HTML text has an end tag, a comment, a doctype, or a start tag for which `is_active` is true.
fn has_active_token(html: &str, is_active: fn(&Tag) -> bool) -> bool {
    let input = BufferQueue::default();
    let text: StrTendril = Tendril::from_slice(html);
    input.push_back(text);
    let sink = ActiveTokenSink { is_active, found: Cell::new(false) };
    let tokenizer = Tokenizer::new(sink, Default::default());
    // The sink never asks for script execution, so one call reads the whole input.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.found.get()
}

/// Sets `found` when an active token arrives.
struct ActiveTokenSink {
    is_active: fn(&Tag) -> bool,
    found: Cell<bool>,
}

impl TokenSink for ActiveTokenSink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let is_active = match token {
            Token::TagToken(tag) => tag.kind == TagKind::EndTag || (self.is_active)(&tag),
            Token::CommentToken(_) | Token::DoctypeToken(_) => true,
            _ => false,
        };
        self.found.set(self.found.get() || is_active);
        TokenSinkResult::Continue
    }
}

/// Whether a start tag is active, by its name or by an attribute.
///
/// The tokenizer reads an e-mail address or URL in angle brackets as a tag, and the parts of its path and query as attributes.
/// Such attributes have other characters in their names and are ignored.
fn is_active_tag(tag: &Tag) -> bool {
    let is_url_or_email = tag.name.contains(['@', ':', '.']);
    ACTIVE_ELEMENTS.contains(&&*tag.name)
        || tag.attrs.iter().any(|attribute| {
            let name = &*attribute.name.local;
            let is_url_part = is_url_or_email && name.contains(['?', '.', '%', '&', '#', '+', '~', ',', ';']);
            ACTIVE_EMPTY_ATTRIBUTES.contains(&name) || (!attribute.value.is_empty() && !is_url_part)
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use scraper::Html;

    use super::*;

    #[test]
    fn ordinary_text_is_not_active() {
        for text in [
            "a<b",
            "a<b and c>d",
            "x<y, y>z: so x<z?",
            "Anna <a@b.example>",
            "<jean-luc@mail.example> wrote",
            "<https://x.example>",
            "<https://x.example/a?b=c&d=e#f>",
            "see <http://x.example/path/> and <mailto:a@b.example>",
            "I <3 it, 5 < 6, x<- y, <<, <>",
            "<b>bold",
            "if (i<n && n>0)",
            "x<p",
            "Vec<String>",
            "if (a < b) x = \"foo\"",
            "I <3 the slogan = \"freedom\"",
            "<https://x.example/news/online>",
            "<https://x.example/on-the-brink/style/name>",
            "<https://x.example/news?id=1&class=2>",
            "",
        ] {
            assert!(!contains_active_html(text), "{text}");
        }
    }

    #[test]
    fn html_that_browsers_act_on_is_active() {
        for text in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<img src=x onerror=alert(1) ",
            "<img src=x onerror=\"alert(1)",
            "<ImG/src=x/onerror=alert(1)//",
            "<svg><script>alert(1)</script></svg>",
            "<svg/onload=alert(1)",
            "<a href=javascript:alert(1)>x",
            "<b onclick=alert(1)>",
            "<x onclick=alert(1)>",
            "<a@b onclick=alert(1)>",
            "<https://x.example onmouseover=alert(1)>",
            "<https://x/ style=position:fixed>",
            "<a@b href=javascript:alert(1)>",
            "<b hidden>",
            "Great <rp>",
            "<b inert",
            "<b popover=>",
            "<b contenteditable>",
            "<a@b hidden>",
            "<a@b dir=rtl>",
            "<a@b tabindex=1 autofocus",
            "<x.y hx-get=/v1 hx-trigger=load>",
            "<x.y x-init=alert(1)>",
            "<https://x/onclick=alert(1)>",
            "<custom-element data=1>",
            "a</p>",
            "</script>",
            "<!-- hidden",
            "<!doctype html>",
            "<?php",
            "<iframe",
            "a<b><math><mtext><script>",
            "<p style=x>",
            "<a@b x='",
            "<https://x.example/?a=\"",
            "x<p>y",
            "<b onclick=",
            "<b onclick=\"",
            "<b onclick='",
        ] {
            assert!(contains_active_html(text), "{text}");
        }
        assert!(contains_active_html(&"<b>".repeat(51)) && !contains_active_html(&"<b>".repeat(50)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn accepted_text_adds_no_active_element_or_attribute_to_a_page(
            text in r#"(<|>|/|=|"|'| |a|b|on[a-z]{1,3}|href|style|hidden|inert|dir|img|script|svg|rp|p|@|:|\.|x|!|-|&lt;|\n){0,14}"#,
            around in prop::sample::select(vec![
                ("", ""),
                ("<p>", "</p>"),
                ("<p title=\"x\">", "</p><i a=\"b\">'</i>"),
            ]),
        ) {
            prop_assume!(!contains_active_html(&text));
            let page = Html::parse_fragment(&format!("{}{text}{}", around.0, around.1));
            for element in page.tree.nodes().filter_map(|node| node.value().as_element()) {
                let name = element.name();
                prop_assert!(!["img", "script", "svg", "rp"].contains(&name), "{name}");
                for (attribute, value) in element.attrs() {
                    prop_assert!(!["hidden", "inert"].contains(&attribute), "{name} {attribute}");
                    let acts = ["href", "style", "dir"].contains(&attribute) || attribute.starts_with("on");
                    prop_assert!(!acts || value.is_empty(), "{name} {attribute}={value}");
                }
            }
        }
    }
}
