//! The guide: Markdown files of `docs/guide` as pages. They are readable in the repository, too.

use std::collections::HashMap;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use crate::content::body::escaped;
use crate::http::cache::FixedResponse;
use crate::http::pages::template;

/// A page of the guide.
struct Page {
    /// The name of the file without its extension, and the last part of the page's URL.
    name: &'static str,
    markdown: &'static str,
}

macro_rules! pages {
    ($($name:literal)+) => {
        &[$(Page { name: $name, markdown: include_str!(concat!("../../../docs/guide/", $name, ".md")) }),+]
    };
}

/// The pages in the order of reading. The first one is the index.
const PAGES: &[Page] = pages![
    "README" "quick-start" "reading" "paging" "search" "caching" "comments" "writing" "publishing" "errors" "keys" "moving-in"
];

/// The responses by page name.
pub fn pages() -> HashMap<&'static str, FixedResponse> {
    let neighbour = |at: Option<usize>| at.and_then(|at| PAGES.get(at));
    let responses = PAGES.iter().enumerate().map(|(at, page)| {
        let (previous, next) = (neighbour(at.checked_sub(1)), neighbour(Some(at + 1)));
        let text = to_html(page.markdown) + &links_to(previous, next);
        (page.name, template::page(page.title(), &text, true))
    });
    responses.collect()
}

impl Page {
    /// The text of the first line, which is the heading of the page.
    fn title(&self) -> &'static str {
        self.markdown.lines().next().unwrap_or_default().trim_start_matches('#').trim()
    }

    fn path(&self) -> String {
        path_of(self.name)
    }
}

fn path_of(name: &str) -> String {
    if name == "README" { "/docs/guide".to_owned() } else { format!("/docs/guide/{name}") }
}

fn links_to(previous: Option<&Page>, next: Option<&Page>) -> String {
    let link = |page: &Page, label: &str| {
        format!("<a href=\"{}\">{label}: {}</a>\n", page.path(), escaped(page.title()))
    };
    format!(
        "<nav class=\"neighbours\" aria-label=\"Pages of the guide\">\n{}{}</nav>\n",
        previous.map_or_else(String::new, |page| link(page, "Back")),
        next.map_or_else(String::new, |page| link(page, "Next")),
    )
}

/// The Markdown of a page as HTML, without its first heading. Other headings get ids. A table may be wider than a phone, so it
/// is in a box that can be scrolled with the keyboard.
fn to_html(markdown: &str) -> String {
    let events: Vec<Event<'_>> = Parser::new_ext(markdown, Options::ENABLE_TABLES).collect();
    let title = Event::End(TagEnd::Heading(HeadingLevel::H1));
    let start = events.iter().position(|event| *event == title).map_or(0, |at| at + 1);
    let events = events.get(start..).unwrap_or_default();
    let changed = events.iter().enumerate().map(|(at, event)| match event.clone() {
        Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
            let id = Some(heading_id(&events[at..]).into());
            Event::Start(Tag::Heading { level, id, classes, attrs })
        }
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = target(&dest_url).map_or(dest_url, CowStr::from);
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        event => event,
    });
    let mut text = String::new();
    html::push_html(&mut text, changed);
    text.replace("<table>", "<div class=\"table\" tabindex=\"0\"><table>")
        .replace("</table>", "</table></div>")
}

/// The id of the heading with which the events begin: its words, with hyphens.
fn heading_id(events: &[Event<'_>]) -> String {
    let inside = events.iter().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
    let text: String = inside
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
            _ => None,
        })
        .collect();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// Where a link to another file of the guide leads on the server. `None` for other links.
fn target(link: &str) -> Option<String> {
    let (file, fragment) = link.split_once('#').map_or((link, None), |(file, id)| (file, Some(id)));
    let page = path_of(file.strip_suffix(".md")?);
    Some(fragment.map_or_else(|| page.clone(), |id| format!("{page}#{id}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of the text between `start` and the next quotation mark.
    fn quoted<'a>(html: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
        html.split(start).skip(1).filter_map(|rest| rest.split('"').next())
    }

    #[test]
    fn links_between_the_pages_lead_to_headings_that_are_there() {
        let pages: HashMap<String, String> =
            PAGES.iter().map(|page| (page.path(), to_html(page.markdown))).collect();
        let has_id = |path: &str, id: &str| pages[path].contains(&format!("id=\"{id}\""));
        for (path, html) in &pages {
            for link in quoted(html, "href=\"").filter(|link| link.contains("/docs/guide")) {
                let (target, id) = link.split_once('#').unwrap_or((link, ""));
                assert!(pages.contains_key(target), "{path} links to {link}");
                assert!(id.is_empty() || has_id(target, id), "{path} links to {link}");
            }
            assert!(!html.contains(".md\""), "{path} links to a file");
        }
    }

    #[test]
    fn headings_have_ids_and_tables_can_be_scrolled() {
        let html = to_html("# Title\n\n## Two `words`\n\n| a |\n|---|\n| [b](paging.md#all-pages) |\n");
        assert!(html.starts_with("<h2 id=\"two-words\">Two <code>words</code></h2>"), "{html}");
        assert!(html.contains("tabindex=\"0\"><table>") && html.contains("</table></div>"), "{html}");
        assert!(html.contains("href=\"/docs/guide/paging#all-pages\""), "{html}");
    }
}
