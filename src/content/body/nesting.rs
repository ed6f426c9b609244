//! Which elements are open while markup is read as tokens, and the markup written again from them.

use html5ever::{
    LocalName,
    tokenizer::{Tag, TokenSinkResult, states::RawKind},
};

use super::{
    provider::embed,
    render::escape::{escape_attribute, escape_text},
    sanitise::{DROPPED, INLINE, is_attribute},
};

/// How many elements may be open at once. What we write ourselves stays below: 16 lists (two elements each), a table and 16 marks.
pub(super) const MAX_OPEN: usize = 96;

/// How many bytes of text may stand together before a comment parts them, which the allow-list takes out again. It writes a text
/// in time that grows with the square of its length when there is much in it to be escaped.
const MAX_TEXT: usize = 4096;

/// Markup being written again, every element closed where it ends.
#[derive(Default)]
pub(super) struct Nesting {
    pub(super) out: String,
    /// How many bytes of text were written since the last start tag or comment.
    text: usize,
    /// The elements written and not yet closed.
    open: Vec<LocalName>,
    /// How many start tags were left out for being too deep, less their end tags.
    too_deep: usize,
    /// The element whose content is being left out, and how many of its name are open in it.
    dropping: Option<(LocalName, usize)>,
}

impl Nesting {
    /// Takes a start tag, and says how the tokenizer must read on.
    pub(super) fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        if let Some((dropped, depth)) = &mut self.dropping {
            *depth += usize::from(*dropped == tag.name);
        } else if DROPPED.contains(&name) {
            if name == "iframe" {
                self.embed(tag);
            }
            self.dropping = Some((tag.name.clone(), 1));
            return raw_kind(name).map_or(TokenSinkResult::Continue, TokenSinkResult::RawData);
        } else if is_void(name) {
            self.write(tag);
        } else {
            if let Some(level) = self.ended_by(name) {
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

    /// Writes what an `iframe` shows as a figure with a link, when it comes from a provider; others leave nothing.
    fn embed(&mut self, iframe: &Tag) {
        let source = iframe.attrs.iter().find(|attribute| &*attribute.name.local == "src");
        let Some(Ok((url, _))) = source.map(|source| embed(&source.value)) else { return };
        if let Some(level) = self.ended_by("figure") {
            self.close_down_to(level);
        }
        self.out.push_str("<figure><a href=\"");
        escape_attribute(&mut self.out, &url);
        self.out.push_str("\"></a></figure>");
    }

    /// Takes text.
    pub(super) fn text(&mut self, text: &str) {
        if self.dropping.is_none() {
            if self.text > MAX_TEXT {
                self.out.push_str("<!---->");
                self.text = 0;
            }
            escape_text(&mut self.out, text);
            self.text += text.len();
        }
    }

    /// Takes an end tag.
    pub(super) fn end(&mut self, name: &LocalName) {
        if let Some((dropped, depth)) = &mut self.dropping {
            *depth -= usize::from(dropped == name);
            if *depth == 0 {
                self.dropping = None;
            }
        } else if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if let Some(level) = self.matching(name) {
            self.close_down_to(level);
        } else if &**name == "p" {
            // A stray `</p>` separates what stands around it.
            self.out.push_str("<p></p>");
        }
    }

    /// Where the element this end tag closes is open. An inline one is not looked for beyond its block, nor a block beyond its cell.
    fn matching(&self, name: &LocalName) -> Option<usize> {
        let barrier: fn(&str) -> bool = match &**name {
            name if INLINE.contains(&name) => |open| !INLINE.contains(&open),
            name if is_table_part(name) => |open| open == "table",
            _ => |open| matches!(open, "td" | "th" | "caption"),
        };
        self.innermost(|open| open == &**name, barrier)
    }

    /// Where the element is open that this start tag ends without an end tag, as HTML lets `<li>` and others do.
    fn ended_by(&self, name: &str) -> Option<usize> {
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
            name if INLINE.contains(&name) => None,
            _ => self.innermost(|open| open == "p", |open| !INLINE.contains(&open)),
        }
        .or_else(|| self.innermost(|open| open == "p" && name == "li", |open| !INLINE.contains(&open)))
    }

    fn innermost(&self, wanted: impl Fn(&str) -> bool, barrier: impl Fn(&str) -> bool) -> Option<usize> {
        for (level, open) in self.open.iter().enumerate().rev() {
            if wanted(open) {
                return Some(level);
            }
            if barrier(open) {
                return None;
            }
        }
        None
    }

    /// Closes the innermost elements until only this many are open.
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
        // Attributes are compared with each other at every later step: those that cannot stay would cost the square of their number.
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

/// How the tokenizer must read on inside elements whose content is not markup.
fn raw_kind(name: &str) -> Option<RawKind> {
    match name {
        "textarea" | "title" => Some(RawKind::Rcdata),
        "iframe" | "noembed" | "noframes" | "style" | "xmp" => Some(RawKind::Rawtext),
        "script" => Some(RawKind::ScriptData),
        _ => None,
    }
}
