//! Blocks as plain text.

use super::super::{
    block::{Block, DescriptionItem, Note},
    block_part::Cell,
    inline::Inline,
};

/// The blocks as text, separated by blank lines.
pub(in super::super) fn blocks(blocks: &[Block]) -> String {
    Writer { has_stand_ins: true }.blocks(blocks)
}

/// The blocks as [`blocks`], without what only stands for something else: alternative texts, URLs and the numbers of footnotes.
pub(in super::super) fn words(blocks: &[Block]) -> String {
    Writer { has_stand_ins: false }.blocks(blocks)
}

#[derive(Clone, Copy)]
struct Writer {
    /// Whether images without a caption are their alternative text, files and embeds without one their URL, and footnotes have
    /// numbers.
    has_stand_ins: bool,
}

impl Writer {
    fn blocks(self, blocks: &[Block]) -> String {
        joined(blocks.iter().map(|block| self.block(block)), "\n\n")
    }

    /// The text that stands for an image or file.
    fn stand_in(self, text: &str) -> String {
        if self.has_stand_ins { text.to_owned() } else { String::new() }
    }

    fn block(self, block: &Block) -> String {
        match block {
            Block::Paragraph { content, .. } | Block::Heading { content, .. } => self.inlines(content),
            Block::List { items, .. } => joined(items.iter().map(|item| self.lines(item)), "\n"),
            Block::DescriptionList { items, .. } => {
                let item = |item: &DescriptionItem| {
                    let terms = item.terms.iter().map(|term| self.inlines(term));
                    joined(terms.chain(item.descriptions.iter().map(|blocks| self.lines(blocks))), "\n")
                };
                joined(items.iter().map(item), "\n")
            }
            Block::Footnotes { notes } => {
                let note = |(number, note): (usize, &Note)| {
                    let text = self.lines(&note.content);
                    if self.has_stand_ins { format!("{number}. {text}") } else { text }
                };
                joined((1..).zip(notes).map(note), "\n")
            }
            Block::Quote { content, .. } => self.blocks(content),
            Block::Image { alt, caption, credit, .. } => self.picture(alt, caption, credit),
            Block::Gallery { images, caption, .. } => {
                let images =
                    images.iter().map(|image| self.picture(&image.alt, &image.caption, &image.credit));
                joined(images.chain([self.inlines(caption)]), "\n")
            }
            Block::Video { url, caption, credit, .. } | Block::Audio { url, caption, credit, .. } => {
                let caption = self.lines_of([caption, credit]);
                if caption.is_empty() { self.stand_in(url) } else { caption }
            }
            Block::File { title, .. } => title.clone(),
            Block::Embed { url, caption, .. } if caption.is_empty() => self.stand_in(url),
            Block::Embed { caption, .. } => self.inlines(caption),
            Block::PullQuote { content, attribution, .. } => self.lines_of([content, attribution]),
            Block::Table { caption, head, body, .. } => {
                let rows = head.iter().chain(body).map(|cells| self.row(cells));
                joined([self.inlines(caption)].into_iter().chain(rows), "\n")
            }
            Block::Code { text, .. } => text.clone(),
            Block::Divider => String::new(),
        }
    }

    /// The caption and credit of an image, or else its alternative text.
    fn picture(self, alt: &str, caption: &[Inline], credit: &[Inline]) -> String {
        let caption = self.lines_of([caption, credit]);
        if caption.is_empty() { self.stand_in(alt) } else { caption }
    }

    /// The blocks of an item, each on lines of its own.
    fn lines(self, blocks: &[Block]) -> String {
        joined(blocks.iter().map(|block| self.block(block)), "\n")
    }

    fn lines_of<const N: usize>(self, contents: [&[Inline]; N]) -> String {
        joined(contents.into_iter().map(|content| self.inlines(content)), "\n")
    }

    fn row(self, cells: &[Cell]) -> String {
        // A row is one line, so breaks in cells become spaces.
        cells.iter().map(|cell| self.inlines(&cell.content).replace('\n', " ")).collect::<Vec<_>>().join("\t")
    }

    fn inlines(self, content: &[Inline]) -> String {
        let mut out = String::new();
        self.add(content, &mut out);
        out.trim_end_matches(' ').to_owned()
    }

    /// Adds inline content. Spaces separate the alternative text of an image from words around it.
    fn add(self, content: &[Inline], out: &mut String) {
        for inline in content {
            match inline {
                Inline::Text { text } | Inline::Code { text } => push(out, text),
                Inline::Break => {
                    out.truncate(out.trim_end_matches(' ').len());
                    out.push('\n');
                }
                Inline::Image { alt, .. } if alt.is_empty() => {}
                Inline::Image { alt, .. } => {
                    if !out.is_empty() && !out.ends_with(char::is_whitespace) {
                        out.push(' ');
                    }
                    if self.has_stand_ins {
                        out.push_str(alt);
                        out.push(' ');
                    }
                }
                Inline::Footnote { .. } if !self.has_stand_ins => {}
                Inline::Footnote { number, .. } => push(out, &format!("[{number}]")),
                Inline::Ruby { text, reading } => push(out, &format!("{text}（{reading}）")),
                Inline::Link { content, .. } | Inline::Mark { content, .. } => self.add(content, out),
            }
        }
    }
}

/// Adds text, without a second space after that of an image.
fn push(out: &mut String, text: &str) {
    out.push_str(if out.ends_with(' ') { text.trim_start_matches(' ') } else { text });
}

/// Joins the parts that are not empty.
fn joined(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use super::super::super::{Markup, parse, text};

    #[test]
    fn items_and_rows_are_lines_and_tabs_separate_cells() {
        let body = "<h2>A</h2><p>b <b>c</b><br>d</p><ul><li>e<ul><li>f</ul><li>g</ul><hr><table><tr><th>h<th>i<tr><td>j<br>k<td>l</table>";
        assert_eq!(text(&parse(Markup::Html, body)), "A\n\nb c\nd\n\ne\nf\ng\n\nh\ti\nj k\tl");
    }

    #[test]
    fn an_image_is_its_caption_or_else_its_alternative_text() {
        let body = "<figure><img src=/a alt=b><figcaption>c</figcaption></figure><img src=/a alt=b><img src=/a><pre>d\n e</pre>";
        assert_eq!(text(&parse(Markup::Html, body)), "c\n\nb\n\nd\n e");
    }
}
