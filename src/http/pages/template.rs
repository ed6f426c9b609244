//! The template of the pages, and texts as HTML.

use actix_web::{HttpResponse, HttpResponseBuilder};

use crate::content::body::escaped;

/// The content security policy of the pages: they load only the style sheet.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The response with the time for which browsers may use it.
pub fn cacheable(mut response: HttpResponseBuilder) -> HttpResponseBuilder {
    response.insert_header(("Cache-Control", "public, max-age=3600"));
    response
}

/// An HTML page. `title` is plain text, and `text` is HTML.
pub fn page(title: &str, text: &str) -> HttpResponse {
    let title = escaped(title);
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n<header><a href=\"/\">Broadsheet</a></header>\n\
         <main>\n<h1>{title}</h1>\n{text}</main>\n</body>\n</html>\n"
    );
    cacheable(HttpResponse::Ok())
        .content_type("text/html; charset=utf-8")
        .insert_header(("Content-Security-Policy", POLICY))
        .body(page)
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
