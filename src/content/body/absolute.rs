//! Absolute URLs in rendered HTML, for feeds and exports: they are read outside the site.

use super::escape::escape_attribute;

/// The attributes of rendered HTML that contain a URL, each with the space before its name.
const URL_ATTRIBUTES: [&str; 4] = [" href", " src", " cite", " poster"];

/// The HTML with absolute URLs. A path of the site follows `origin`, a fragment follows the URL `page`, as browsers resolve them.
///
/// `html` is HTML that [`super::html`] has rendered: `<` stands only at the start of a tag, `>` and `"` only at their ends.
pub fn absolute_html(html: &str, origin: &str, page: &str) -> String {
    let (mut path_base, mut fragment_base) = (String::new(), String::new());
    escape_attribute(&mut path_base, origin);
    escape_attribute(&mut fragment_base, page);
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    for (index, part) in html.split('<').enumerate() {
        // Before the first `<` there is only text.
        let (tag, text) = part.split_at(if index > 0 { part.find('>').unwrap_or(part.len()) } else { 0 });
        out.push_str(if index > 0 { "<" } else { "" });
        let mut has_url = false;
        for (index, piece) in tag.split("=\"").enumerate() {
            out.push_str(if index > 0 { "=\"" } else { "" });
            match piece.as_bytes().first().filter(|_| has_url) {
                Some(b'/') => out.push_str(&path_base),
                Some(b'#') => out.push_str(&fragment_base),
                _ => {}
            }
            out.push_str(piece);
            has_url = URL_ATTRIBUTES.iter().any(|name| piece.ends_with(name));
        }
        out.push_str(text);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::absolute_html;

    fn absolute(html: &str) -> String {
        absolute_html(html, "https://e.example", "https://e.example/news/1/x?a=1&b=2")
    }

    #[test]
    fn paths_and_fragments_become_absolute() {
        assert_eq!(
            absolute("<p>a <a href=\"/b?c=1&amp;d#e\" title=\"/f\">g</a><img src=\"/h\" alt=\"/i\"></p>"),
            "<p>a <a href=\"https://e.example/b?c=1&amp;d#e\" title=\"/f\">g</a>\
             <img src=\"https://e.example/h\" alt=\"/i\"></p>"
        );
        assert_eq!(
            absolute("<a href=\"#s-1\">1</a><q cite=\"/q\">r</q>"),
            "<a href=\"https://e.example/news/1/x?a=1&amp;b=2#s-1\">1</a><q cite=\"https://e.example/q\">r</q>"
        );
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for html in [
            "",
            "a",
            "<p lang=\"fa\" dir=\"rtl\">سلام &lt;a href=\"/b\"&gt; href=\"/c\"</p>",
            "<a href=\"https://a.example/\">b</a><a href=\"mailto:a@b.example\">c</a><hr><br>",
            "<img src=\"http://a.example/b\" alt=\"x href=&quot;/y\">",
            "<td colspan=\"2\" rowspan=\"3\"></td>",
            "<a href=\"\">x</a>",
        ] {
            assert_eq!(absolute(html), html);
        }
    }
}
