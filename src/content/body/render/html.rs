//! Blocks as HTML. It is safe by construction: only the elements of blocks are written, and every text is escaped.

use super::{
    super::escape::escape_text,
    super::{
        block::{Block, Cell, Scope},
        inline::Inline,
    },
    html_inline::{image, inlines},
    tag::{element, lang_dir},
};

/// The blocks as HTML, without line breaks between them.
pub(in super::super) fn blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    blocks.iter().for_each(|item| block(&mut out, item));
    out
}

fn block(out: &mut String, item: &Block) {
    match item {
        Block::Paragraph { lang, dir, content } => {
            element(out, "p", &lang_dir(lang, *dir), |out| inlines(out, content));
        }
        Block::Heading { level, lang, dir, content } => {
            let tag = ["h2", "h3", "h4"][usize::from(level.clamp(&2, &4) - 2)];
            element(out, tag, &lang_dir(lang, *dir), |out| inlines(out, content));
        }
        Block::List { ordered, lang, dir, items } => {
            let tag = if *ordered { "ol" } else { "ul" };
            element(out, tag, &lang_dir(lang, *dir), |out| {
                items.iter().for_each(|blocks| list_item(out, blocks))
            });
        }
        Block::Quote { cite, lang, dir, content } => {
            let [lang, dir] = lang_dir(lang, *dir);
            let attributes = [("cite", cite.as_deref()), lang, dir];
            element(out, "blockquote", &attributes, |out| content.iter().for_each(|inner| block(out, inner)));
        }
        Block::Image { url, alt, width, height, lang, dir, caption } => {
            element(out, "figure", &lang_dir(lang, *dir), |out| {
                image(out, url, alt, *width, *height);
                figcaption(out, caption);
            })
        }
        Block::Embed { url, provider: _, lang, dir, caption } => {
            element(out, "figure", &lang_dir(lang, *dir), |out| {
                element(out, "a", &[("href", Some(url))], |out| escape_text(out, url));
                figcaption(out, caption);
            })
        }
        Block::PullQuote { lang, dir, content, attribution } => {
            element(out, "figure", &lang_dir(lang, *dir), |out| {
                element(out, "blockquote", &[], |out| inlines(out, content));
                figcaption(out, attribution);
            })
        }
        Block::Table { lang, dir, head, body } => element(out, "table", &lang_dir(lang, *dir), |out| {
            rows(out, "thead", head);
            rows(out, "tbody", body);
        }),
        // HTML drops a line break directly after `<pre>`; `<code>` prevents that.
        Block::Code { lang, dir, text } => element(out, "pre", &lang_dir(lang, *dir), |out| {
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

/// Writes a list item. A paragraph that only lists follow is written without `<p>`.
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
    let [lang, dir] = lang_dir(&cell.lang, cell.dir);
    let attributes =
        [("scope", scope), ("colspan", columns.as_deref()), ("rowspan", rows.as_deref()), lang, dir];
    element(out, if cell.header { "th" } else { "td" }, &attributes, |out| inlines(out, &cell.content));
}

#[cfg(test)]
mod tests {
    use super::super::super::{Block, Inline, Markup, html, parse};

    #[track_caller]
    fn assert_unchanged(source: &str) {
        assert_eq!(html(&parse(Markup::Html, source)), source);
    }

    #[test]
    fn html_in_normal_form_round_trips() {
        assert_unchanged(
            "<p>A <strong>b</strong><br><a href=\"/c\" title=\"d\">e</a> <q cite=\"https://a.example/\">f</q></p><hr>",
        );
        assert_unchanged("<ul><li>a<ol><li>b</li></ol></li><li><p>c</p><p>d</p></li></ul>");
        assert_unchanged(
            "<figure><img src=\"/a\" alt=\"b\" width=\"4\" height=\"3\"><figcaption>c</figcaption></figure>",
        );
        assert_unchanged(
            "<table><thead><tr><th scope=\"col\">a</th></tr></thead><tbody><tr><td rowspan=\"2\">b</td></tr></tbody></table>",
        );
        assert_unchanged(
            "<blockquote cite=\"https://a.example/\" lang=\"fa\" dir=\"rtl\"><p>a <cite>b</cite></p></blockquote>",
        );
        assert_unchanged("<pre><code>\n a\n\n\tb &lt;</code></pre>");
    }

    #[test]
    fn text_and_attributes_are_escaped() {
        let body = vec![Block::Paragraph {
            lang: Some("\"><script>".to_owned()),
            dir: None,
            content: vec![Inline::Text { text: "<script>&".to_owned() }],
        }];
        assert_eq!(html(&body), "<p lang=\"&quot;&gt;&lt;script&gt;\">&lt;script&gt;&amp;</p>");
    }
}
