//! The ids of headings and notes, which links within a body lead to.

use scraper::ElementRef;

/// The prefix of every delivered id, so that none can be that of an element of the page.
const PREFIX: &str = "s-";

/// The maximum length of an id in characters.
const MAX_ID_LENGTH: usize = 100;

/// The id with its prefix. `None` when it is empty, too long, or contains white space or signs with a meaning in HTML.
pub(super) fn id(value: &str) -> Option<String> {
    let value = value.trim_ascii();
    let id = if value.starts_with(PREFIX) { value.to_owned() } else { format!("{PREFIX}{value}") };
    let is_valid = id.len() > PREFIX.len()
        && id.chars().count() <= MAX_ID_LENGTH
        && id.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"\"'<>&`#%[]\\^{|}".contains(c));
    is_valid.then_some(id)
}

/// The URL `#id` of a link within the body, with the prefix. `None` for other URLs.
pub(super) fn fragment_url(href: &str) -> Option<String> {
    let fragment = href.trim_ascii().strip_prefix('#')?;
    let fragment = percent_decoded(fragment)?;
    id(&fragment).map(|id| format!("#{id}"))
}

fn percent_decoded(fragment: &str) -> Option<String> {
    percent_encoding::percent_decode_str(fragment).decode_utf8().ok().map(Into::into)
}

/// The id of an element, or of the first one in it that has an `id` or `name`.
pub(super) fn id_of(element: ElementRef<'_>) -> Option<String> {
    element.descendent_elements().find_map(|inner| {
        let name = inner.attr("name").filter(|_| inner.value().name() == "a");
        inner.attr("id").or(name).and_then(id)
    })
}
