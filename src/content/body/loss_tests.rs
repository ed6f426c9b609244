//! Property-based tests that no text of a body is lost, glued, reordered or shown as markup, on random documents of the elements of
//! HTML, of wire services (NITF) and of other systems.

use proptest::{collection::vec, prelude::*};

use super::{Markup, html, markdown, parse, text};

/// A node of a random document. Words get their numbers when the document is written.
#[derive(Clone, Debug)]
enum Node {
    /// A word, with the white space around it.
    Word,
    /// An element without content, as it is written.
    Void(&'static str),
    /// A start tag as it is written, without brackets, and the content of the element.
    Element(&'static str, Vec<Node>),
    /// An element whose end tag is missing.
    Unclosed(&'static str, Vec<Node>),
}

/// The items of a list that are separated by `|`.
fn listed(items: &'static str) -> Vec<&'static str> {
    items.split('|').collect()
}

/// Inline elements as they begin, separated by `|`.
const INLINE: &str = "a href=/x|a href=javascript:x|a name=y|abbr|acronym title=x|b|b style=font-weight:normal|bdi|\
    bdo dir=rtl|big|blink|button|cite|code|data|del|dfn|em|font color=red|i|ins|kbd|label|mark|meter|\
    nobr|output|progress|q|s|samp|slot|small|span|span style='font-weight:700;font-style:italic'|\
    span lang=fa|strike|strong|sub|sup|time|tt|u|var|x-term|o:p|st1:place|person|org|location|money|num|\
    object.title|chron|event|noscript|object data=/x.pdf|map|math|mrow";

/// Block elements as they begin, separated by `|`.
const BLOCKS: &str = "address|article|aside|blockquote|blockquote class=twitter-tweet|center|details|dialog|div|\
    div class=wp-block-group|div class=wp-block-file|fieldset|figure|figure class=wp-block-image|footer|\
    form|h1|h2 id=z|h3|h4|h5|h6|header|hgroup|legend|main|nav|p|p style=font-weight:bold|pre|\
    pre class=wp-block-verse|search|section|summary|block|body.content|bq|hedline|hl1|hl2|note|tagline|\
    series|dateline|abstract|ul|ol|ol start=3|dl|table|tr|td|li|li value=4|dt|dd|caption|th|tbody|menu|\
    media|body|center";

/// Markup without text of the article, separated by `|`.
const VOIDS: &str = "<br>|<hr>|<wbr>|<img src=/a.jpg>|<img alt='' src=data:x>|<!-- c -->|<input>|\
    <script>x < '<p>'</script>|<style>p{}</style>|<svg/>|<svg><path/></svg>|<iframe></iframe>|\
    <template><p>t</p></template>|<select><option>o</select>|<textarea><p></textarea>|</p>|</div>|</b>|\
    </x-term>|<param name=a>|<track>|<link rel=x>|<meta name=a>|<?php x ?>|<![if !supportLists]>|<o:p/>|\
    <math/>";

/// The elements in which HTML allows only certain others. Text between them has no place in a tree, so they contain their parts.
fn structure() -> impl Strategy<Value = Node> {
    let words = || vec(inline(), 1..3);
    prop_oneof![
        vec(words(), 1..4).prop_map(|items| Node::Element(
            "ul",
            items.into_iter().map(|item| Node::Unclosed("li", item)).collect()
        )),
        vec(words(), 1..4).prop_map(|items| Node::Element(
            "ol",
            items.into_iter().map(|item| Node::Element("li", item)).collect()
        )),
        vec((words(), words()), 1..3).prop_map(|items| Node::Element(
            "dl",
            items
                .into_iter()
                .flat_map(|(term, text)| [Node::Unclosed("dt", term), Node::Element("dd", text)])
                .collect()
        )),
        (words(), vec(vec(words(), 1..3), 1..3)).prop_map(|(caption, rows)| {
            let rows = rows.into_iter().map(|cells| {
                Node::Element("tr", cells.into_iter().map(|cell| Node::Unclosed("td", cell)).collect())
            });
            Node::Element("table", [Node::Element("caption", caption)].into_iter().chain(rows).collect())
        }),
        (words(), words()).prop_map(|(quote, caption)| Node::Element(
            "figure",
            vec![Node::Element("blockquote", quote), Node::Element("figcaption", caption)]
        )),
        words().prop_map(|caption| Node::Element(
            "figure",
            vec![Node::Void("<img src=/b.jpg>"), Node::Element("figcaption", caption)]
        )),
        words().prop_map(|caption| Node::Element(
            "figure",
            vec![Node::Void("<iframe src=//youtu.be/a></iframe>"), Node::Element("figcaption", caption)]
        )),
    ]
}

fn inline() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![4 => Just(Node::Word), 1 => prop::sample::select(listed(VOIDS)[..20].to_vec()).prop_map(Node::Void)];
    leaf.prop_recursive(3, 8, 3, |inner| {
        (prop::sample::select(listed(INLINE)), vec(inner, 0..3))
            .prop_map(|(tag, content)| Node::Element(tag, content))
    })
}

fn document() -> impl Strategy<Value = Vec<Node>> {
    let leaf = prop_oneof![4 => inline(), 1 => structure(), 1 => prop::sample::select(listed(VOIDS)).prop_map(Node::Void)];
    let blocks: Vec<&str> = listed(BLOCKS).into_iter().filter(|tag| !is_structure(tag)).collect();
    let node = leaf.prop_recursive(4, 24, 4, move |inner| {
        (prop::sample::select(blocks.clone()), vec(inner, 0..4), prop::bool::weighted(0.2)).prop_map(
            |(tag, content, unclosed)| {
                if unclosed && matches!(tag, "p" | "li") {
                    Node::Unclosed(tag, content)
                } else {
                    Node::Element(tag, content)
                }
            },
        )
    });
    vec(node, 0..6)
}

/// Whether the element belongs into a certain other one, where `structure` puts it.
fn is_structure(tag: &str) -> bool {
    ["table", "tr", "td", "th", "tbody", "caption", "li", "dt", "dd", "ul", "ol", "dl", "menu"]
        .contains(&tag.split(' ').next().unwrap_or_default())
}

/// The HTML of a document, and the number of its words.
fn write(nodes: &[Node], out: &mut String, count: &mut usize) {
    for node in nodes {
        match node {
            Node::Word => {
                out.push_str(&format!(" w{count} "));
                *count += 1;
            }
            Node::Void(markup) => out.push_str(markup),
            Node::Element(tag, content) | Node::Unclosed(tag, content) => {
                out.push_str(&format!("<{tag}>"));
                write(content, out, count);
                if matches!(node, Node::Element(..)) {
                    out.push_str(&format!("</{}>", tag.split(' ').next().unwrap_or_default()));
                }
            }
        }
    }
}

/// What is wrong with a text that should have the words `w0`, `w1` and so on, each once and in order. `None` when nothing is.
fn fault(text: &str, count: usize) -> Option<String> {
    // The URLs of embeds and images, and signs of formulas, are no words.
    let tokens: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || "/√;[]".contains(c))
        .filter(|token| token.starts_with('w') || token.contains(['<', '>']))
        .collect();
    let expected: Vec<String> = (0..count).map(|number| format!("w{number}")).collect();
    if let Some(markup) = tokens.iter().find(|token| token.contains(['<', '>'])) {
        return Some(format!("shown as markup: {markup}"));
    }
    let at = tokens.iter().zip(&expected).position(|(token, word)| token != word);
    let at = at.or((tokens.len() != count).then_some(tokens.len().min(count)));
    at.map(|at| format!("{:?} in place of {:?}", tokens.get(at), expected.get(at)))
}

#[test]
fn the_comparison_finds_planted_faults() {
    assert_eq!(fault("w0 w1\n\nw2\tw3", 4), None);
    assert_eq!(fault("https://youtu.be/a\nw0 √w1/w2", 3), None);
    for faulty in [
        "w0 w2",
        "w0 w1 w1 w2",
        "w0w1 w2",
        "w1 w0 w2",
        "w0 w1",
        "w0 w1 w2 w3",
        "w0 w1 <b>w2",
        "w0 w1 w2</b>",
        "",
    ] {
        assert!(fault(faulty, 3).is_some(), "{faulty}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn no_text_is_lost_glued_or_reordered(document in document()) {
        let (mut source, mut count) = (String::new(), 0);
        write(&document, &mut source, &mut count);
        let body = parse(Markup::Html, &source);
        let text = text(&body);
        prop_assert_eq!(fault(&text, count), None, "{}\n{}\n{}", source, html(&body), text);
        prop_assert_eq!(&parse(Markup::Html, &html(&body)), &body);
        prop_assert_eq!(&parse(Markup::Markdown, &markdown(&body)), &body);
    }
}
