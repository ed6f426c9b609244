//! Blocks as HTML, safe by construction: only tags a block stands for are written, and every text is escaped.

use super::{
    super::{
        block::{Block, Cell, Scope},
        inline::Inline,
    },
    escape::escape_text,
    html_inline::{image, inlines},
    tag::{element, language},
};

/// The blocks as HTML, without line ends between them.
pub(in super::super) fn blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    blocks.iter().for_each(|item| block(&mut out, item));
    out
}

fn block(out: &mut String, item: &Block) {
    match item {
        Block::Paragraph { lang, dir, content } => {
            element(out, "p", &language(lang, *dir), |out| inlines(out, content));
        }
        Block::Heading { level, lang, dir, content } => {
            let tag = ["h2", "h3", "h4"][usize::from(level.clamp(&2, &4) - 2)];
            element(out, tag, &language(lang, *dir), |out| inlines(out, content));
        }
        Block::List { ordered, lang, dir, items } => {
            let tag = if *ordered { "ol" } else { "ul" };
            element(out, tag, &language(lang, *dir), |out| {
                items.iter().for_each(|blocks| list_item(out, blocks))
            });
        }
        Block::Quote { cite, lang, dir, content } => {
            let [lang, dir] = language(lang, *dir);
            let attributes = [("cite", cite.as_deref()), lang, dir];
            element(out, "blockquote", &attributes, |out| content.iter().for_each(|inner| block(out, inner)));
        }
        Block::Image { url, alt, width, height, lang, dir, caption } => {
            element(out, "figure", &language(lang, *dir), |out| {
                image(out, url, alt, *width, *height);
                figcaption(out, caption);
            })
        }
        Block::Embed { url, provider: _, lang, dir, caption } => {
            element(out, "figure", &language(lang, *dir), |out| {
                element(out, "a", &[("href", Some(url))], |out| escape_text(out, url));
                figcaption(out, caption);
            })
        }
        Block::PullQuote { lang, dir, content, attribution } => {
            element(out, "figure", &language(lang, *dir), |out| {
                element(out, "blockquote", &[], |out| inlines(out, content));
                figcaption(out, attribution);
            })
        }
        Block::Table { lang, dir, head, body } => element(out, "table", &language(lang, *dir), |out| {
            rows(out, "thead", head);
            rows(out, "tbody", body);
        }),
        // A line end right after `<pre>` would be lost; `<code>` stands between.
        Block::Code { lang, dir, text } => element(out, "pre", &language(lang, *dir), |out| {
            element(out, "code", &[], |out| escape_text(out, text));
        }),
        Block::Divider => out.push_str("<hr>"),
    }
}

fn figcaption(out: &mut String, content: &[Inline]) {
    if !content.is_empty() {
        element(out, "figcaption", &[], |out| inlines(out, content));
    }
}

/// An item is tight, without `<p>`, when it is one paragraph, or one followed by lists only.
fn list_item(out: &mut String, blocks: &[Block]) {
    element(out, "li", &[], |out| match blocks {
        [Block::Paragraph { lang: None, dir: None, content }, lists @ ..]
            if lists.iter().all(|block| matches!(block, Block::List { .. })) =>
        {
            inlines(out, content);
            lists.iter().for_each(|list| block(out, list));
        }
        _ => blocks.iter().for_each(|inner| block(out, inner)),
    });
}

fn rows(out: &mut String, tag: &'static str, rows: &[Vec<Cell>]) {
    if !rows.is_empty() {
        element(out, tag, &[], |out| {
            rows.iter()
                .for_each(|row| element(out, "tr", &[], |out| row.iter().for_each(|inner| cell(out, inner))))
        });
    }
}

fn cell(out: &mut String, cell: &Cell) {
    let scope = cell.scope.filter(|_| cell.header).map(|scope| match scope {
        Scope::Row => "row",
        Scope::Col => "col",
        Scope::RowGroup => "rowgroup",
        Scope::ColGroup => "colgroup",
    });
    let (columns, rows) = (cell.colspan.map(|n| n.to_string()), cell.rowspan.map(|n| n.to_string()));
    let [lang, dir] = language(&cell.lang, cell.dir);
    let attributes =
        [("scope", scope), ("colspan", columns.as_deref()), ("rowspan", rows.as_deref()), lang, dir];
    element(out, if cell.header { "th" } else { "td" }, &attributes, |out| inlines(out, &cell.content));
}

#[cfg(test)]
mod tests {
    use super::super::super::{Block, Inline, Markup, html, parse};

    #[track_caller]
    fn is_kept(source: &str) {
        assert_eq!(html(&parse(Markup::Html, source)), source);
    }

    #[test]
    fn markup_in_normal_form_is_kept() {
        is_kept(
            "<p>A <strong>b</strong><br><a href=\"/c\" title=\"d\">e</a> <q cite=\"https://a.example/\">f</q></p><hr>",
        );
        is_kept("<ul><li>a<ol><li>b</li></ol></li><li><p>c</p><p>d</p></li></ul>");
        is_kept(
            "<figure><img src=\"/a\" alt=\"b\" width=\"4\" height=\"3\"><figcaption>c</figcaption></figure>",
        );
        is_kept(
            "<table><thead><tr><th scope=\"col\">a</th></tr></thead><tbody><tr><td rowspan=\"2\">b</td></tr></tbody></table>",
        );
        is_kept(
            "<blockquote cite=\"https://a.example/\" lang=\"fa\" dir=\"rtl\"><p>a <cite>b</cite></p></blockquote>",
        );
        is_kept("<pre><code>\n a\n\n\tb &lt;</code></pre>");
    }

    #[test]
    fn text_and_attributes_cannot_become_markup() {
        let body = vec![Block::Paragraph {
            lang: Some("\"><script>".to_owned()),
            dir: None,
            content: vec![Inline::Text { text: "<script>&".to_owned() }],
        }];
        assert_eq!(html(&body), "<p lang=\"&quot;&gt;&lt;script&gt;\">&lt;script&gt;&amp;</p>");
    }
}
