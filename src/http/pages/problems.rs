//! The pages that the `type` of problem documents refers to.

use super::template::{self, with_code};
use crate::content::body::escaped;
use crate::http::Code;
use crate::http::cache::FixedResponse;
use crate::http::problem_sample::sample;

/// The page with all codes, by status.
pub fn list(has_docs: bool) -> FixedResponse {
    let items = Code::ALL.iter().map(|code| {
        let (name, title, status) = (code.name(), code.title(), code.status().as_u16());
        format!(
            "<li><a href=\"/problems/{name}\"><code>{name}</code></a> <span class=\"status\">{status}</span> {title}</li>\n"
        )
    });
    let text = format!(
        "<p>Every response with a status of 400 or more has a problem document (RFC 9457). Its <code>code</code> is one of \
         these, and its <code>type</code> leads to the page of the code.</p>\n<ul class=\"problems\">\n{}</ul>\n",
        items.collect::<String>()
    );
    template::page("Problem codes", &text, has_docs)
}

/// The page of a code: the cause, what to do, and a sample.
pub fn page_of(code: Code, has_docs: bool) -> FixedResponse {
    let (name, status) = (code.name(), code.status().as_u16());
    let sample =
        sample(code).and_then(|sample| serde_json::to_string_pretty(&sample).ok()).unwrap_or_default();
    let text = format!(
        "<p class=\"status\"><code>{name}</code>, HTTP status {status}</p>\n\
         <h2>Cause</h2>\n<p>{}</p>\n<h2>What to do</h2>\n<p>{}</p>\n<h2>Sample</h2>\n\
         <pre><code>{}</code></pre>\n\
         <p><a href=\"/problems\">All problem codes</a></p>\n",
        with_code(code.cause()),
        with_code(code.remedy()),
        escaped(&sample)
    );
    template::page(code.title(), &text, has_docs)
}
