//! The elements of NITF 3, the format of wire services (IPTC), that stand beside paragraphs. Its inline elements dissolve.

/// The element that the HTML reader treats an element of NITF as, outside of paragraphs. `None` for other elements.
pub(super) fn read_as(name: &str) -> Option<&'static str> {
    Some(match name {
        "bq" => "blockquote",
        "hl1" => "h2",
        "hl2" => "h3",
        "media" => "figure",
        "media-caption" => "figcaption",
        "abstract" | "block" | "body.content" | "body.end" | "body.head" | "byline" | "copyrite"
        | "dateline" | "distributor" | "hedline" | "media-producer" | "note" | "rights" | "series"
        | "tagline" => "div",
        _ => return None,
    })
}
