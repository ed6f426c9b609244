//! Blocks as HTML. It is safe by construction: only the elements of blocks are written, and every text is escaped.

use super::{
    super::escape::escape_text,
    super::tag::{Attribute, element, lang_dir},
    super::{
        block::Block,
        block_part::{Align, Cell, GalleryImage, Scope},
        dom::table::columns_of,
        inline::Inline,
    },
    html_inline::{image, inlines},
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
        Block::Heading { level, id, lang, dir, content } => {
            let tag = ["h2", "h3", "h4", "h5", "h6"][usize::from(level.clamp(&2, &6) - 2)];
            let [lang, dir] = lang_dir(lang, *dir);
            element(out, tag, &[("id", id.as_deref()), lang, dir], |out| inlines(out, content));
        }
        Block::List { ordered, start, reversed, lang, dir, items } => {
            let tag = if *ordered { "ol" } else { "ul" };
            let start = start.map(|start| start.to_string());
            let [lang, dir] = lang_dir(lang, *dir);
            let reversed = reversed.then_some("");
            element(out, tag, &[("start", start.as_deref()), ("reversed", reversed), lang, dir], |out| {
                items.iter().for_each(|blocks| list_item(out, None, blocks))
            });
        }
        Block::DescriptionList { lang, dir, items } => element(out, "dl", &lang_dir(lang, *dir), |out| {
            for item in items {
                item.terms.iter().for_each(|term| element(out, "dt", &[], |out| inlines(out, term)));
                item.descriptions
                    .iter()
                    .for_each(|blocks| element(out, "dd", &[], |out| item_content(out, blocks)));
            }
        }),
        Block::Quote { cite, lang, dir, content } => {
            let [lang, dir] = lang_dir(lang, *dir);
            let attributes = [("cite", cite.as_deref()), lang, dir];
            element(out, "blockquote", &attributes, |out| content.iter().for_each(|inner| block(out, inner)));
        }
        Block::Image { url, alt, width, height, href, lang, dir, caption, credit } => {
            element(out, "figure", &lang_dir(lang, *dir), |out| {
                linked_image(out, (url, alt, *width, *height), href);
                figcaption(out, caption, credit);
            })
        }
        Block::Gallery { lang, dir, images, caption } => {
            element(out, "figure", &lang_dir(lang, *dir), |out| {
                for GalleryImage { url, alt, width, height, href, lang, dir, caption, credit } in images {
                    element(out, "figure", &lang_dir(lang, *dir), |out| {
                        linked_image(out, (url, alt, *width, *height), href);
                        figcaption(out, caption, credit);
                    });
                }
                figcaption(out, caption, &[]);
            })
        }
        Block::Video { url, poster, lang, dir, caption, credit } => {
            let attributes =
                [("src", Some(url.as_str())), ("controls", Some("")), ("poster", poster.as_deref())];
            media(out, ("video", &attributes), lang_dir(lang, *dir), caption, credit);
        }
        Block::Audio { url, lang, dir, caption, credit } => {
            let attributes = [("src", Some(url.as_str())), ("controls", Some(""))];
            media(out, ("audio", &attributes), lang_dir(lang, *dir), caption, credit);
        }
        Block::File { url, title, lang, dir } => element(out, "figure", &lang_dir(lang, *dir), |out| {
            element(out, "a", &[("href", Some(url))], |out| escape_text(out, title));
        }),
        Block::Embed { url, provider: _, lang, dir, caption } => {
            element(out, "figure", &lang_dir(lang, *dir), |out| {
                element(out, "a", &[("href", Some(url))], |out| escape_text(out, url));
                figcaption(out, caption, &[]);
            })
        }
        Block::PullQuote { lang, dir, content, attribution } => {
            element(out, "figure", &lang_dir(lang, *dir), |out| {
                element(out, "blockquote", &[], |out| inlines(out, content));
                figcaption(out, attribution, &[]);
            })
        }
        Block::Table { lang, dir, caption, alignment, head, body } => {
            element(out, "table", &lang_dir(lang, *dir), |out| {
                if !caption.is_empty() {
                    element(out, "caption", &[], |out| inlines(out, caption));
                }
                rows(out, "thead", head, alignment);
                rows(out, "tbody", body, alignment);
            })
        }
        // HTML drops a line break directly after `<pre>`; `<code>` prevents that.
        Block::Code { language, lang, dir, text } => element(out, "pre", &lang_dir(lang, *dir), |out| {
            let class = language.as_ref().map(|language| format!("language-{language}"));
            element(out, "code", &[("class", class.as_deref())], |out| escape_text(out, text));
        }),
        Block::Divider => out.push_str("<hr>"),
        Block::Footnotes { notes } => element(out, "ol", &[], |out| {
            notes.iter().for_each(|note| list_item(out, Some(&note.id), &note.content));
        }),
    }
}

/// Writes an image, in a link if it has one.
fn linked_image(out: &mut String, (url, alt, width, height): Picture<'_>, href: &Option<String>) {
    match href {
        Some(href) => element(out, "a", &[("href", Some(href))], |out| image(out, url, alt, width, height)),
        None => image(out, url, alt, width, height),
    }
}

/// URL, alternative text, width and height of an image.
type Picture<'a> = (&'a str, &'a str, Option<u32>, Option<u32>);

fn media(
    out: &mut String,
    (tag, attributes): (&'static str, &[Attribute<'_>]),
    lang_dir: [Attribute<'_>; 2],
    caption: &[Inline],
    credit: &[Inline],
) {
    element(out, "figure", &lang_dir, |out| {
        element(out, tag, attributes, |_| {});
        figcaption(out, caption, credit);
    });
}

/// Writes a caption. The credit is small print at its end.
fn figcaption(out: &mut String, caption: &[Inline], credit: &[Inline]) {
    if caption.is_empty() && credit.is_empty() {
        return;
    }
    element(out, "figcaption", &[], |out| {
        inlines(out, caption);
        if !credit.is_empty() {
            if !caption.is_empty() {
                out.push(' ');
            }
            element(out, "small", &[], |out| inlines(out, credit));
        }
    });
}

fn list_item(out: &mut String, id: Option<&str>, blocks: &[Block]) {
    element(out, "li", &[("id", id)], |out| item_content(out, blocks));
}

/// Writes the content of an item. A paragraph that only lists follow is written without `<p>`.
fn item_content(out: &mut String, blocks: &[Block]) {
    match blocks {
        [Block::Paragraph { lang: None, dir: None, content }, lists @ ..]
            if lists.iter().all(|block| matches!(block, Block::List { .. })) =>
        {
            inlines(out, content);
            lists.iter().for_each(|list| block(out, list));
        }
        _ => blocks.iter().for_each(|inner| block(out, inner)),
    }
}

fn rows(out: &mut String, tag: &'static str, rows: &[Vec<Cell>], alignment: &[Option<Align>]) {
    if !rows.is_empty() {
        element(out, tag, &[], |out| {
            for row in rows {
                element(out, "tr", &[], |out| {
                    for (cell, column) in row.iter().zip(columns_of(row.iter())) {
                        self::cell(out, cell, alignment.get(column).copied().flatten());
                    }
                });
            }
        });
    }
}

fn cell(out: &mut String, cell: &Cell, align: Option<Align>) {
    let scope = cell.scope.filter(|_| cell.header).map(|scope| match scope {
        Scope::Row => "row",
        Scope::Col => "col",
        Scope::RowGroup => "rowgroup",
        Scope::ColGroup => "colgroup",
    });
    let align = align.map(|align| match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    });
    let (columns, rows) = (cell.colspan.map(|n| n.to_string()), cell.rowspan.map(|n| n.to_string()));
    let [lang, dir] = lang_dir(&cell.lang, cell.dir);
    let spans = [("colspan", columns.as_deref()), ("rowspan", rows.as_deref())];
    let attributes = [("scope", scope), ("align", align), spans[0], spans[1], lang, dir];
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
