//! Blocks as plain text.

use super::super::{
    block::{Block, Cell},
    inline::Inline,
};

/// The blocks as text, separated by blank lines.
pub(in super::super) fn blocks(blocks: &[Block]) -> String {
    joined(blocks.iter().map(block), "\n\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph { content, .. } | Block::Heading { content, .. } => inlines(content),
        Block::List { items, .. } => {
            joined(items.iter().map(|item| joined(item.iter().map(self::block), "\n")), "\n")
        }
        Block::Quote { content, .. } => blocks(content),
        Block::Image { alt, caption, .. } if caption.is_empty() => alt.clone(),
        Block::Embed { url, caption, .. } if caption.is_empty() => url.clone(),
        Block::Image { caption, .. } | Block::Embed { caption, .. } => inlines(caption),
        Block::PullQuote { content, attribution, .. } => {
            joined([content, attribution].into_iter().map(|part| inlines(part)), "\n")
        }
        Block::Table { head, body, .. } => joined(head.iter().chain(body).map(|cells| row(cells)), "\n"),
        Block::Code { text, .. } => text.clone(),
        Block::Divider => String::new(),
    }
}

fn row(cells: &[Cell]) -> String {
    // A row is one line, so breaks in cells become spaces.
    cells.iter().map(|cell| inlines(&cell.content).replace('\n', " ")).collect::<Vec<_>>().join("\t")
}

fn inlines(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text { text } | Inline::Code { text } => text.clone(),
            Inline::Break => "\n".to_owned(),
            Inline::Image { alt, .. } => alt.clone(),
            Inline::Link { content, .. } | Inline::Mark { content, .. } => inlines(content),
        })
        .collect()
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
