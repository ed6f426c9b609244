//! Plain text that a page shows as HTML by mistake: whether a browser would act on it.
//!
//! Readers write `a<b`, `Anna <a@b.example>` and `<https://x.example>`, and mean it. Delivered as plain text all of that is
//! harmless, and escaped it is shown as it was written. So only what would do harm on a page that forgets to
//! escape is told apart: the text is read by the rules of HTML (html.spec.whatwg.org, 13.2.5), also as it
//! would go on inside a page, whose own quotation marks and brackets end what the text leaves open.

use std::cell::Cell;

use html5ever::tendril::{StrTendril, Tendril};
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

/// How a page may go on where the text leaves a tag or the value of an attribute open; `>` follows.
const ENDS: [&str; 4] = ["", "x", "x\"", "x'"];

/// Elements that run, load, ask or frame something, or change how the rest of a page is read or laid out.
const ACTIVE: &[&str] = &[
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

/// Attributes that act without a value, on every element: they hide or lock what comes after, or move the cursor.
const ACTIVE_ALONE: &[&str] = &["autofocus", "contenteditable", "hidden", "inert", "popover"];

/// How many tags a text may have. A page opens those of some elements anew in each of its blocks.
const MAX_TAGS: usize = 50;

/// Whether a browser would act on the text, were it put into a page as it is.
pub fn is_active(text: &str) -> bool {
    text.contains('<')
        && (opens_a_quote(text)
            || tags_of(text, |tag| &*tag.name == "p")
            || opening_tags(text).count() > MAX_TAGS
            || ENDS.iter().any(|end| tags_of(&format!("{text}{end}>"), is_active_tag)))
}

/// What may be tags: each text after a `<` with a letter behind it.
fn opening_tags(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Whether a tag has a value in quotation marks. A page may end it anywhere, even in what somebody else wrote.
fn opens_a_quote(text: &str) -> bool {
    opening_tags(text).any(|tag| {
        let tag = tag.split('>').next().unwrap_or_default();
        tag.split('=').skip(1).any(|value| value.trim_start().starts_with(['"', '\'']))
    })
}

/// Whether an HTML text has a tag that is active, an end tag or a comment.
fn tags_of(html: &str, is_active: fn(&Tag) -> bool) -> bool {
    let input = BufferQueue::default();
    let text: StrTendril = Tendril::from_slice(html);
    input.push_back(text);
    let reader = Reader { is_active, found: Cell::new(false) };
    let tokenizer = Tokenizer::new(reader, Default::default());
    // Without scripts, nothing stops the tokenizer before the end.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.found.get()
}

/// Looks at each tag.
struct Reader {
    is_active: fn(&Tag) -> bool,
    found: Cell<bool>,
}

impl TokenSink for Reader {
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

/// A tag is active by its name or by an attribute. What is no element at all, such as an address between brackets, may have
/// attributes by accident: the parts of its path, and of its query, whose names have other signs in them.
fn is_active_tag(tag: &Tag) -> bool {
    let is_address = tag.name.contains(['@', ':', '.']);
    ACTIVE.contains(&&*tag.name)
        || tag.attrs.iter().any(|attribute| {
            let name = &*attribute.name.local;
            let is_by_accident = is_address && name.contains(['?', '.', '%', '&', '#', '+', '~', ',', ';']);
            ACTIVE_ALONE.contains(&name) || (!attribute.value.is_empty() && !is_by_accident)
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use scraper::Html;

    use super::*;

    #[test]
    fn honest_words_are_not_active() {
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
            assert!(!is_active(text), "{text}");
        }
    }

    #[test]
    fn what_a_browser_would_act_on_is() {
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
            assert!(is_active(text), "{text}");
        }
        assert!(is_active(&"<b>".repeat(51)) && !is_active(&"<b>".repeat(50)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_text_that_is_let_through_puts_anything_active_into_a_page(
            text in r#"(<|>|/|=|"|'| |a|b|on[a-z]{1,3}|href|style|hidden|inert|dir|img|script|svg|rp|p|@|:|\.|x|!|-|&lt;|\n){0,14}"#,
            around in prop::sample::select(vec![
                ("", ""),
                ("<p>", "</p>"),
                ("<p title=\"x\">", "</p><i a=\"b\">'</i>"),
            ]),
        ) {
            prop_assume!(!is_active(&text));
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
