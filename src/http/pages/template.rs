//! The template of the pages, and texts as HTML.

use crate::content::body::escaped;
use crate::http::cache::FixedResponse;

/// The content security policy of the pages: they load only the style sheet and the icon.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// For how long browsers may use a page. After it they revalidate it.
pub const CACHE_POLICY: &str = "public, max-age=3600";

/// The media type of the pages.
pub const HTML: &str = "text/html; charset=utf-8";

/// An HTML page for reading. `title` is plain text, and `text` is HTML. `has_docs` says whether `/docs` is served.
pub fn page(title: &str, text: &str, has_docs: bool) -> FixedResponse {
    let title = escaped(title);
    let main = format!("<main id=\"content\" class=\"text\">\n<h1>{title}</h1>\n{text}</main>\n");
    let html = frame(&title, "", &main, has_docs);
    FixedResponse::new(HTML, CACHE_POLICY, html).with_header(("Content-Security-Policy", POLICY))
}

/// What all pages have around their content: the head, a link that skips the navigation, and the navigation. All arguments
/// are HTML.
pub fn frame(title: &str, head: &str, content: &str, has_docs: bool) -> String {
    let title = if title == "Broadsheet" { title.to_owned() } else { format!("{title} · Broadsheet") };
    let docs =
        if has_docs { "<a href=\"/docs/guide\">Guide</a> <a href=\"/docs\">Reference</a> " } else { "" };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"/style.css\">\n{head}</head>\n<body>\n\
         <a class=\"skip\" href=\"#content\">Skip to the content</a>\n\
         <div class=\"site\">\n<nav aria-label=\"Pages\"><a class=\"name\" href=\"/\">Broadsheet</a> {docs}\
         <a href=\"/problems\">Problems</a></nav>\n</div>\n{content}</body>\n</html>\n"
    )
}

/// Plain text as HTML, in which what is between backticks is code.
pub fn with_code(text: &str) -> String {
    let part = |(number, part): (usize, &str)| {
        let part = escaped(part);
        if number % 2 == 1 { format!("<code>{part}</code>") } else { part }
    };
    text.split('`').enumerate().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_between_backticks_is_code() {
        assert_eq!(
            with_code("Send `If-Match: \"5\"` & wait."),
            "Send <code>If-Match: &quot;5&quot;</code> &amp; wait."
        );
    }
}
