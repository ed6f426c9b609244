//! Writes well-nested HTML from tokens, with a simplified stack of open elements (HTML Standard §13.2.4.3).

use html5ever::{
    LocalName,
    tokenizer::{Tag, TokenSinkResult, states::RawKind},
};

use super::{
    escape::{escape_attribute, escape_text},
    provider::parse_embed_url,
    sanitise::{INLINE_ELEMENTS, REMOVED_ELEMENTS, is_attribute},
};

/// The maximum number of open elements. Rendered bodies stay below: 16 lists of two elements each, a table and 16 marks.
pub(super) const MAX_OPEN: usize = 96;

/// The maximum number of bytes of text before an empty comment splits it. The allow-list removes the comment again.
///
/// The time of the allow-list grows with the square of the length of one text when many of its characters need escapes.
const MAX_TEXT: usize = 4096;

/// Writes tokens as HTML in which every element is closed.
#[derive(Default)]
pub(super) struct TagBalancer {
    /// The HTML so far.
    pub(super) out: String,
    /// The number of bytes of text since the last start tag or comment.
    text: usize,
    /// The elements that are written and not closed.
    open: Vec<LocalName>,
    /// The number of start tags that were removed as too deep, minus their end tags.
    too_deep: usize,
    /// The element whose content is being removed, and the number of open elements of this name.
    removing: Option<(LocalName, usize)>,
}

impl TagBalancer {
    /// Processes a start tag. Returns how the tokenizer must read the content of the element.
    pub(super) fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        if let Some((removed, depth)) = &mut self.removing {
            *depth += usize::from(*removed == tag.name);
        } else if REMOVED_ELEMENTS.contains(&name) {
            if name == "iframe" {
                self.embed(tag);
            }
            self.removing = Some((tag.name.clone(), 1));
            return raw_kind(name).map_or(TokenSinkResult::Continue, TokenSinkResult::RawData);
        } else if is_void(name) {
            self.write(tag);
        } else {
            if let Some(level) = self.implicitly_closed_by(name) {
                self.close_down_to(level);
            }
            if self.open.len() < MAX_OPEN {
                self.write(tag);
                self.open.push(tag.name.clone());
            } else {
                self.too_deep += 1;
            }
        }
        TokenSinkResult::Continue
    }

    /// Writes an `iframe` of a known provider as a figure with a link. Other frames are removed.
    fn embed(&mut self, iframe: &Tag) {
        let source = iframe.attrs.iter().find(|attribute| &*attribute.name.local == "src");
        let Some(Ok((url, _))) = source.map(|source| parse_embed_url(&source.value)) else { return };
        if let Some(level) = self.implicitly_closed_by("figure") {
            self.close_down_to(level);
        }
        self.out.push_str("<figure><a href=\"");
        escape_attribute(&mut self.out, &url);
        self.out.push_str("\"></a></figure>");
    }

    /// Processes text.
    pub(super) fn text(&mut self, text: &str) {
        if self.removing.is_none() {
            if self.text > MAX_TEXT {
                self.out.push_str("<!---->");
                self.text = 0;
            }
            escape_text(&mut self.out, text);
            self.text += text.len();
        }
    }

    /// Processes an end tag.
    pub(super) fn end(&mut self, name: &LocalName) {
        if let Some((removed, depth)) = &mut self.removing {
            *depth -= usize::from(removed == name);
            if *depth == 0 {
                self.removing = None;
            }
        } else if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if let Some(level) = self.matching(name) {
            self.close_down_to(level);
        } else if &**name == "p" {
            // An unmatched `</p>` is an empty paragraph (HTML Standard §13.2.6.4.7).
            self.out.push_str("<p></p>");
        }
    }

    /// The level of the element that this end tag closes. An inline element is searched only up to its block, a block only up to
    /// its table cell.
    fn matching(&self, name: &LocalName) -> Option<usize> {
        let barrier: fn(&str) -> bool = match &**name {
            name if INLINE_ELEMENTS.contains(&name) => |open| !INLINE_ELEMENTS.contains(&open),
            name if is_table_part(name) => |open| open == "table",
            _ => |open| matches!(open, "td" | "th" | "caption"),
        };
        self.innermost(|open| open == &**name, barrier)
    }

    /// The level of the element that this start tag closes implicitly, because its end tag is optional in HTML.
    fn implicitly_closed_by(&self, name: &str) -> Option<usize> {
        let in_table = |open: &str| open == "table";
        match name {
            "li" => self.innermost(
                |open| open == "li",
                |open| matches!(open, "ul" | "ol" | "td" | "th" | "blockquote"),
            ),
            "dt" | "dd" => {
                self.innermost(|open| matches!(open, "dt" | "dd"), |open| matches!(open, "dl" | "td" | "th"))
            }
            "td" | "th" => self.innermost(
                |open| matches!(open, "td" | "th" | "caption"),
                |open| matches!(open, "table" | "tr"),
            ),
            "tr" => self.innermost(|open| matches!(open, "tr" | "caption"), in_table),
            "tbody" | "thead" | "tfoot" => {
                self.innermost(|open| matches!(open, "tbody" | "thead" | "tfoot" | "caption"), in_table)
            }
            name if INLINE_ELEMENTS.contains(&name) => None,
            _ => self.innermost(|open| open == "p", |open| !INLINE_ELEMENTS.contains(&open)),
        }
        .or_else(|| {
            self.innermost(|open| open == "p" && name == "li", |open| !INLINE_ELEMENTS.contains(&open))
        })
    }

    /// The level of the innermost open element that matches, searched from the inside up to `barrier`.
    fn innermost(&self, matches: impl Fn(&str) -> bool, barrier: impl Fn(&str) -> bool) -> Option<usize> {
        for (level, open) in self.open.iter().enumerate().rev() {
            if matches(open) {
                return Some(level);
            }
            if barrier(open) {
                return None;
            }
        }
        None
    }

    /// Closes the innermost elements until `level` elements are open.
    pub(super) fn close_down_to(&mut self, level: usize) {
        for name in self.open.drain(level..).rev() {
            self.out.push_str("</");
            self.out.push_str(&name);
            self.out.push('>');
        }
    }

    fn write(&mut self, tag: &Tag) {
        self.text = 0;
        self.out.push('<');
        self.out.push_str(&tag.name);
        // Later steps compare all attributes of a tag with each other, so attributes that the allow-list removes are not written.
        for attribute in tag.attrs.iter().filter(|attribute| is_attribute(&attribute.name.local)) {
            self.out.push(' ');
            self.out.push_str(&attribute.name.local);
            self.out.push_str("=\"");
            escape_attribute(&mut self.out, &attribute.value);
            self.out.push('"');
        }
        self.out.push('>');
    }
}

/// Whether the element has no content and no end tag (void elements of the HTML Standard, and obsolete ones).
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

fn is_table_part(name: &str) -> bool {
    matches!(name, "caption" | "table" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr")
}

/// The tokenizer state for elements whose content is not markup (HTML Standard §13.2.5).
fn raw_kind(name: &str) -> Option<RawKind> {
    match name {
        "textarea" | "title" => Some(RawKind::Rcdata),
        "iframe" | "noembed" | "noframes" | "style" | "xmp" => Some(RawKind::Rawtext),
        "script" => Some(RawKind::ScriptData),
        _ => None,
    }
}
