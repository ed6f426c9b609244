//! Inline content as HTML.

use super::{
    super::escape::escape_text,
    super::inline::Inline,
    super::tag::{element, lang_dir, start},
};

/// Writes inline content as HTML.
pub(super) fn inlines(out: &mut String, content: &[Inline]) {
    content.iter().for_each(|item| inline(out, item));
}

fn inline(out: &mut String, inline: &Inline) {
    match inline {
        Inline::Text { text } => escape_text(out, text),
        Inline::Break => out.push_str("<br>"),
        Inline::Code { text } => element(out, "code", &[], |out| escape_text(out, text)),
        Inline::Image { url, alt, width, height } => image(out, url, alt, *width, *height),
        Inline::Footnote { id, number } => footnote(out, id, *number),
        Inline::Ruby { text, reading } => ruby(out, text, reading),
        Inline::Link { content, .. } | Inline::Mark { content, .. } => {
            let (open, close) = tags(inline);
            out.push_str(&open);
            inlines(out, content);
            out.push_str(&close);
        }
    }
}

/// The start and end tag of a link or mark. Both are empty for other items.
pub(super) fn tags(inline: &Inline) -> (String, String) {
    let mut open = String::new();
    let tag = match inline {
        Inline::Link { href, title, lang, dir, .. } => {
            let [lang, dir] = lang_dir(lang, *dir);
            start(&mut open, "a", &[("href", Some(href)), ("title", title.as_deref()), lang, dir]);
            "a"
        }
        Inline::Mark { mark, datetime, cite, title, lang, dir, .. } => {
            let [lang, dir] = lang_dir(lang, *dir);
            start(
                &mut open,
                mark.tag(),
                &[
                    ("datetime", datetime.as_deref()),
                    ("cite", cite.as_deref()),
                    ("title", title.as_deref()),
                    lang,
                    dir,
                ],
            );
            mark.tag()
        }
        _ => return (open, String::new()),
    };
    (open, format!("</{tag}>"))
}

/// Writes an image as HTML.
pub(super) fn image(out: &mut String, url: &str, alt: &str, width: Option<u32>, height: Option<u32>) {
    let (width, height) = (width.map(|n| n.to_string()), height.map(|n| n.to_string()));
    start(
        out,
        "img",
        &[("src", Some(url)), ("alt", Some(alt)), ("width", width.as_deref()), ("height", height.as_deref())],
    );
}

/// Writes the number of a footnote with a link to it.
pub(super) fn footnote(out: &mut String, id: &str, number: u32) {
    let href = format!("#{id}");
    element(out, "sup", &[], |out| {
        element(out, "a", &[("href", Some(&href))], |out| escape_text(out, &number.to_string()));
    });
}

/// Writes text with its reading. Browsers that do not know `ruby` show the reading in brackets.
pub(super) fn ruby(out: &mut String, text: &str, reading: &str) {
    element(out, "ruby", &[], |out| {
        escape_text(out, text);
        element(out, "rp", &[], |out| out.push('（'));
        element(out, "rt", &[], |out| escape_text(out, reading));
        element(out, "rp", &[], |out| out.push('）'));
    });
}
