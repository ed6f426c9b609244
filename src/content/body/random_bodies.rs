//! Random bodies and random markup for property-based tests.

use proptest::{collection::vec, option, prelude::*};

use super::{
    Align, Block, Cell, DescriptionItem, Dir, GalleryImage, Inline, MarkKind, Markup, Note, Provider, Scope,
    html, parse,
};

const MARKS: [MarkKind; 14] = [
    MarkKind::Strong,
    MarkKind::Em,
    MarkKind::S,
    MarkKind::U,
    MarkKind::Sub,
    MarkKind::Sup,
    MarkKind::Mark,
    MarkKind::Small,
    MarkKind::Abbr,
    MarkKind::Q,
    MarkKind::Span,
    MarkKind::Bdi,
    MarkKind::Time,
    MarkKind::Cite,
];

/// Words, spaces, and all characters with a meaning in HTML or Markdown.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z]{1,6}( [a-z]{1,6}){0,3}",
        2 => "[ a-b1*_`~#+=|<>&\\[\\]()!\"'\\\\.:;/{}^$@%-]{1,12}",
        1 => "[ \\n\\t\u{a0}\u{200c}آبé日😀.,-]{1,8}",
        1 => prop::sample::select(vec![
            "1. a", "1) a", "- a", "* a", "+", "# a", "> a", "---", "===", "```", "~~~", "&amp;", "&#32;", "<b>", "</b>", "<!--", "a\\", "http://a.example",
            "<http://a.example>", "[a](b)", "[a]: b", "![", "|a|", "| - |", "    a", "\u{0}", "\u{7}", "\r\n",
        ]).prop_map(str::to_owned),
    ]
}

fn url() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "https://a.example/",
        "http://a.example/a_(b)*c*?x=1&y=2#z",
        "/84451",
        "/a b\"c",
        "mailto:desk@a.example?subject=a b",
        "tel:+491",
        "/[x]|y^`",
        "javascript:alert(1)",
        "//evil.example",
        "relative",
        "https://[::1]/",
        "/تهران",
        "#s-one",
        "#two",
        "#three",
        "www.a.example/x",
    ])
    .prop_map(str::to_owned)
}

fn embed() -> impl Strategy<Value = (String, Provider)> {
    prop::sample::select(vec![
        ("https://www.youtube.com/watch?v=a&t=1#b", Provider::Youtube),
        ("https://X.com:443/a/status/1", Provider::X),
        ("https://www.google.com/maps/place/تهران/[a]|b^`'\"", Provider::GoogleMaps),
        ("https://youtu.be/a\"<b>", Provider::Vimeo),
        ("https://evil-youtube.com/a", Provider::Youtube),
        ("http://youtube.com/a", Provider::Youtube),
        ("https://mastodon.social/@a/1", Provider::Mastodon),
    ])
    .prop_map(|(url, provider)| (url.to_owned(), provider))
}

fn lang() -> impl Strategy<Value = Option<String>> {
    prop::sample::select(vec![None, None, None, None, Some("fa"), Some("en-GB"), Some("not a language")])
        .prop_map(|lang| lang.map(str::to_owned))
}

fn dir() -> impl Strategy<Value = Option<Dir>> {
    prop::sample::select(vec![None, None, None, None, None, Some(Dir::Ltr), Some(Dir::Rtl), Some(Dir::Auto)])
}

fn size() -> impl Strategy<Value = Option<u32>> {
    prop::sample::select(vec![None, None, None, Some(0), Some(640), Some(u32::MAX)])
}

fn id() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["s-one", "two", "three", "s-four", "Fünf:1", "not an id"])
        .prop_map(str::to_owned)
}

fn inline() -> impl Strategy<Value = Inline> {
    let leaf = prop_oneof![
        6 => words().prop_map(|text| Inline::Text { text }),
        1 => Just(Inline::Break),
        1 => words().prop_map(|text| Inline::Code { text }),
        1 => (url(), words(), size(), size()).prop_map(|(url, alt, width, height)| Inline::Image { url, alt, width, height }),
        1 => id().prop_map(|id| Inline::Footnote { id, number: 1 }),
        1 => (words(), words()).prop_map(|(text, reading)| Inline::Ruby { text, reading }),
    ];
    leaf.prop_recursive(4, 12, 4, |inner| {
        let mark = prop_oneof![3 => prop::sample::select(&MARKS[..3]), 1 => prop::sample::select(&MARKS[..])];
        prop_oneof![
            3 => (mark, option::weighted(0.2, words()), option::weighted(0.2, url()), option::weighted(0.2, words()), lang(), dir(), vec(inner.clone(), 0..4))
                .prop_map(|(mark, datetime, cite, title, lang, dir, content)| Inline::Mark { mark, datetime, cite, title, lang, dir, content }),
            1 => (url(), option::weighted(0.3, words()), lang(), dir(), vec(inner, 0..4))
                .prop_map(|(href, title, lang, dir, content)| Inline::Link { href, title, lang, dir, content }),
        ]
    })
}

fn line() -> impl Strategy<Value = Vec<Inline>> {
    vec(inline(), 0..5)
}

fn cell(header: bool) -> impl Strategy<Value = Cell> {
    let scope = prop::sample::select(vec![
        None,
        None,
        None,
        Some(Scope::Row),
        Some(Scope::Col),
        Some(Scope::RowGroup),
        Some(Scope::ColGroup),
    ]);
    let span = || prop::sample::select(vec![None, None, None, None, None, Some(2), Some(5000)]);
    (prop::bool::weighted(if header { 0.9 } else { 0.1 }), scope, span(), span(), lang(), line()).prop_map(
        |(header, scope, colspan, rowspan, lang, content)| Cell {
            header,
            scope,
            colspan,
            rowspan,
            lang,
            dir: None,
            content,
        },
    )
}

fn plain_cell(header: bool) -> impl Strategy<Value = Cell> {
    line().prop_map(move |content| Cell { header, content, ..Cell::default() })
}

fn table() -> impl Strategy<Value = Block> {
    let irregular = (lang(), vec(vec(cell(true), 0..3), 0..2), vec(vec(cell(false), 0..3), 0..3));
    let rectangular = (1..4_usize)
        .prop_flat_map(|n| (lang(), vec(vec(plain_cell(true), n), 1), vec(vec(plain_cell(false), n), 0..3)));
    let align =
        prop::sample::select(vec![None, None, Some(Align::Left), Some(Align::Center), Some(Align::Right)]);
    (prop_oneof![irregular, rectangular], option::weighted(0.2, line()), vec(align, 0..3)).prop_map(
        |((lang, head, body), caption, alignment)| Block::Table {
            lang,
            dir: None,
            caption: caption.unwrap_or_default(),
            alignment,
            head,
            body,
        },
    )
}

fn caption() -> impl Strategy<Value = Vec<Inline>> {
    prop_oneof![2 => Just(Vec::new()), 1 => line()]
}

fn gallery_image() -> impl Strategy<Value = GalleryImage> {
    (url(), words(), size(), size(), option::weighted(0.3, url()), lang(), dir(), caption(), caption())
        .prop_map(|(url, alt, width, height, href, lang, dir, caption, credit)| GalleryImage {
            url,
            alt,
            width,
            height,
            href,
            lang,
            dir,
            caption,
            credit,
        })
}

pub(super) fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        6 => (lang(), dir(), line()).prop_map(|(lang, dir, content)| Block::Paragraph { lang, dir, content }),
        1 => (2..7_u8, option::weighted(0.4, id()), lang(), line())
            .prop_map(|(level, id, lang, content)| Block::Heading { level, id, lang, dir: None, content }),
        1 => gallery_image().prop_map(Block::from),
        1 => (lang(), vec(gallery_image(), 0..4), caption())
            .prop_map(|(lang, images, caption)| Block::Gallery { lang, dir: None, images, caption }),
        1 => (url(), option::weighted(0.5, url()), dir(), caption(), caption())
            .prop_map(|(url, poster, dir, caption, credit)| Block::Video { url, poster, lang: None, dir, caption, credit }),
        1 => (url(), lang(), caption(), caption())
            .prop_map(|(url, lang, caption, credit)| Block::Audio { url, lang, dir: None, caption, credit }),
        1 => (url(), words(), lang()).prop_map(|(url, title, lang)| Block::File { url, title, lang, dir: None }),
        1 => (embed(), lang(), dir(), prop_oneof![Just(Vec::new()), line()])
            .prop_map(|((url, provider), lang, dir, caption)| Block::Embed { url, provider, lang, dir, caption }),
        1 => (lang(), dir(), line(), prop_oneof![Just(Vec::new()), line()])
            .prop_map(|(lang, dir, content, attribution)| Block::PullQuote { lang, dir, content, attribution }),
        1 => table(),
        1 => (option::weighted(0.3, prop::sample::select(vec!["rust", "c++", "no language"])), lang(), vec(words(), 0..4)).prop_map(
            |(language, lang, lines)| Block::Code { language: language.map(str::to_owned), lang, dir: None, text: lines.join("\n") }
        ),
        1 => Just(Block::Divider),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            2 => (any::<bool>(), option::weighted(0.2, -3..20_i32), prop::bool::weighted(0.1), lang(), dir(), vec(vec(inner.clone(), 0..3), 0..4))
                .prop_map(|(ordered, start, reversed, lang, dir, items)| Block::List { ordered, start, reversed, lang, dir, items }),
            1 => (lang(), vec((vec(line(), 0..3), vec(vec(inner.clone(), 0..3), 0..3)), 0..3)).prop_map(|(lang, items)| {
                let item = |(terms, descriptions)| DescriptionItem { terms, descriptions };
                Block::DescriptionList { lang, dir: None, items: items.into_iter().map(item).collect() }
            }),
            1 => vec((id(), vec(inner.clone(), 0..3)), 1..4).prop_map(|notes| Block::Footnotes {
                notes: notes.into_iter().map(|(id, content)| Note { id, content }).collect()
            }),
            1 => (option::weighted(0.3, url()), lang(), dir(), vec(inner, 0..3))
                .prop_map(|(cite, lang, dir, content)| Block::Quote { cite, lang, dir, content }),
        ]
    })
}

/// A random body in normal form, as it is stored.
pub(super) fn body() -> impl Strategy<Value = Vec<Block>> {
    vec(block(), 0..5).prop_map(|blocks| parse(Markup::Html, &html(&blocks)))
}

/// Random markup, mostly invalid.
pub(super) fn tag_soup() -> impl Strategy<Value = String> {
    let tags = "p b i a ul ol li table tr td th tbody thead caption div span pre code blockquote figure figcaption img br hr h1 h3 svg math script \
                style template select title q time cite details dl dt dd form object font nobr ruby rt rp video audio source noscript \
                iframe mfrac mn annotation picture abbr x-y o:p block hl1 media menu dialog xmp h5 strong code";
    let tags: Vec<&'static str> = tags.split_ascii_whitespace().collect();
    let piece = prop_oneof![
        4 => prop::sample::select(tags.clone()).prop_map(|tag| format!("<{tag}>")),
        3 => prop::sample::select(tags.clone()).prop_map(|tag| format!("</{tag}>")),
        2 => (prop::sample::select(tags), url(), words()).prop_map(|(tag, url, words)| format!("<{tag} href=\"{url}\" src='{url}' lang=fa title={words:?} onclick={words}>")),
        1 => prop::sample::select(vec![
            "<figure><a href=https://youtu.be/a>", "https://youtu.be/a", "<figure><blockquote>", "<figcaption>a</figcaption></figure>", "</blockquote></figure>",
            "<h2 id=a>", "<a href=#a>", "<ol><li id=n>", "<sup><a href=#n>1</a></sup>", "<ol start=4>", "<li value=7>", "<p style='mso-list:l0 level1'>",
            "<span style='mso-list:Ignore'>1.</span>", "<b style='font-weight:normal'>", "<span style='font-weight:700;vertical-align:super'>", "</span>",
            "<blockquote class=twitter-tweet><a href=https://x.com/a/status/1>", "<div class=wp-block-file><a href=/a.pdf>", "<td align=right>",
            "<noscript><img src=/b>", "<img data-src=/b src=data:x>", "<img srcset='/c 1w, /d 2w'>", "<code class=language-rust>", "[^n]", "\n\n[^n]: ",
            "![a](/b \"c\")", "~", "<iframe src=https://www.youtube.com/embed/a></iframe>", "<iframe src=https://evil.example/>", "</iframe>",
        ]).prop_map(str::to_owned),
        3 => words(),
        1 => prop::sample::select(vec!["\n\n", "\n", "- ", "1. ", "> ", "```\n", "|a|b|\n|-|-|\n", "**", "*", "~~", "`", "\\"]).prop_map(str::to_owned),
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}
