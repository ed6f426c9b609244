//! Chooses the URL of an image that has several: sizes in `srcset`, and what scripts load later.

use super::{super::link::source_url, start_tag::StartTag};

/// Attributes in which scripts for lazy loading keep the URL. `src` has a small placeholder then.
const LAZY: &[&str] = &["data-src", "data-lazy-src", "data-original", "data-lazy", "data-orig-file"];

/// Attributes with candidates in the syntax of `srcset`.
const SETS: &[&str] = &["srcset", "data-srcset", "data-lazy-srcset"];

/// The image that an `img` element shows.
pub(super) struct ImageSource {
    /// A URL that the body can keep.
    pub(super) url: String,
    /// Width and height in pixels, as the values of attributes.
    pub(super) size: [Option<String>; 2],
    /// Whether a script loads the image, so that a copy in `noscript` may follow.
    pub(super) is_lazy: bool,
}

impl ImageSource {
    /// The largest image of an `img` element. `sources` are the candidates of the `picture` around it.
    /// `None` when no URL is allowed.
    pub(super) fn of(img: &StartTag<'_>, sources: &[String]) -> Option<Self> {
        let sets: Vec<&str> = SETS.iter().filter_map(|name| img.attribute(name)).collect();
        let lazy = LAZY.iter().filter_map(|name| img.attribute(name)).find_map(source_url);
        let is_lazy = lazy.is_some() || !sets.is_empty();
        let size = ["width", "height"].map(|name| img.attribute(name).map(str::to_owned));
        if let Some((url, width)) = largest(sets.iter().copied()) {
            return Some(Self { url, size: scaled(size, width), is_lazy });
        }
        let url = lazy
            .or_else(|| img.attribute("src").or_else(|| img.attribute("source")).and_then(source_url))
            .or_else(|| largest(sources.iter().map(String::as_str)).map(|(url, _)| url))?;
        Some(Self { url, size, is_lazy })
    }
}

/// The size in the proportions of the attributes, for a candidate of this width.
fn scaled(size: [Option<String>; 2], width: Option<u32>) -> [Option<String>; 2] {
    let pixels = |value: &Option<String>| value.as_deref()?.trim().parse::<u64>().ok().filter(|&n| n > 0);
    match (width, pixels(&size[0]), pixels(&size[1])) {
        (Some(width), Some(old_width), Some(old_height)) => {
            let height = (old_height.saturating_mul(u64::from(width)) + old_width / 2) / old_width;
            [Some(width.to_string()), Some(height.to_string())]
        }
        _ => size,
    }
}

/// The candidate with the greatest width, or else the greatest density, with its width. Only allowed URLs count.
fn largest<'a>(sets: impl Iterator<Item = &'a str>) -> Option<(String, Option<u32>)> {
    let candidates = sets.flat_map(Candidates).filter_map(|candidate| {
        let number = candidate.descriptor.trim_end_matches(['w', 'x']);
        let width = number.parse().ok().filter(|_| candidate.descriptor.ends_with('w'));
        // Widths before densities: a list has only one of them.
        let rank = (width, (number.parse::<f32>().unwrap_or(1.0).clamp(0.0, 100.0) * 100.0) as u32);
        Some((rank, source_url(candidate.url)?, width))
    });
    candidates
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, url, width)| (url, width))
}

/// One image of a `srcset` attribute.
struct Candidate<'a> {
    url: &'a str,
    /// Such as `640w` or `2x`, or empty.
    descriptor: &'a str,
}

/// Splits the value of a `srcset` attribute (HTML Standard §4.8.4.2.2). URLs may contain commas.
struct Candidates<'a>(&'a str);

impl<'a> Iterator for Candidates<'a> {
    type Item = Candidate<'a>;

    fn next(&mut self) -> Option<Candidate<'a>> {
        let rest = self.0.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        let (url, rest) = rest.split_at(rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len()));
        if url.is_empty() {
            return None;
        }
        let (descriptor, rest) = match url.ends_with(',') {
            true => ("", rest),
            false => rest.split_once(',').unwrap_or((rest, "")),
        };
        self.0 = rest;
        Some(Candidate { url: url.trim_end_matches(','), descriptor: descriptor.trim() })
    }
}

/// Attributes that may contain an address that a frame loads, in this order.
pub(super) fn frame_address<'a>(frame: &StartTag<'a>) -> Option<&'a str> {
    ["src", "data-src", "data-lazy-src", "data-url"]
        .iter()
        .filter_map(|name| frame.attribute(name))
        .map(str::trim)
        .find(|address| {
            !address.is_empty() && !address.starts_with("about:") && !address.starts_with("data:")
        })
}
