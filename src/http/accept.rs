//! Content negotiation of media types by `Accept` (RFC 9110 §12.5.1).

use actix_web::HttpMessage;
use actix_web::http::header::{Accept, Header, Quality};

use super::{Code, Error};

/// The media type of `offered` with the highest quality in `Accept`; the first one of several with the same quality. A
/// request without a valid `Accept` accepts everything. Fails with 406 when none is acceptable.
pub fn choose(request: &impl HttpMessage, offered: &[&'static str]) -> Result<&'static str, Error> {
    let accept = match Accept::parse(request) {
        Ok(accept) if !accept.is_empty() => accept,
        _ => Accept::star(),
    };
    let mut best = None;
    for media in offered {
        let quality = quality(&accept, media);
        if quality > best.map_or(Quality::ZERO, |(quality, _)| quality) {
            best = Some((quality, *media));
        }
    }
    best.map(|(_, media)| media).ok_or_else(|| {
        let detail = format!(
            "`Accept` allows none of the media types of this path. Send `Accept` with one of `{}`.",
            offered.join("`, `")
        );
        Error::new(Code::NotAcceptable, detail)
    })
}

/// The quality of a media type: that of the most specific range which matches it.
fn quality(accept: &Accept, media: &str) -> Quality {
    let (kind, _) = media.split_once('/').unwrap_or((media, ""));
    let most_specific = accept.iter().filter_map(|range| {
        let specificity = match (range.item.type_().as_str(), range.item.subtype().as_str()) {
            ("*", _) => 0,
            (own, "*") if own == kind => 1,
            _ if range.item.essence_str() == media => 2,
            _ => return None,
        };
        Some((specificity, range.quality))
    });
    most_specific.max().map_or(Quality::ZERO, |(_, quality)| quality)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::ACCEPT;
    use actix_web::test::TestRequest;

    use super::*;

    const OFFERED: [&str; 2] = ["application/json", "application/ld+json"];

    fn chosen(accept: &str) -> Option<&'static str> {
        let request = TestRequest::default().insert_header((ACCEPT, accept)).to_http_request();
        choose(&request, &OFFERED).ok()
    }

    #[test]
    fn the_most_specific_range_decides_the_quality() {
        let (json, linked) = (Some(OFFERED[0]), Some(OFFERED[1]));
        for accept in
            ["*/*", "application/*", "application/json", "text/html, */*;q=0.1", "application/*;q=0.5"]
        {
            assert_eq!(chosen(accept), json, "{accept}");
        }
        assert_eq!(chosen("application/ld+json"), linked);
        assert_eq!(chosen("application/json;q=0.5, application/ld+json"), linked);
        assert_eq!(chosen("application/json;q=0.1, */*;q=0.2"), linked);
        assert_eq!(chosen("application/json;q=0, */*"), linked);
        assert_eq!(chosen("application/ld+json;profile=\"x\", application/json;q=0.9"), linked);
    }

    #[test]
    fn a_media_type_that_is_not_acceptable_is_not_chosen() {
        for accept in ["text/html", "application/json;q=0", "image/*", "application/*;q=0"] {
            assert_eq!(chosen(accept), None, "{accept}");
        }
    }

    #[test]
    fn a_request_without_accept_accepts_everything() {
        let without = TestRequest::default().to_http_request();
        assert_eq!(choose(&without, &OFFERED).ok(), Some(OFFERED[0]));
        assert_eq!(chosen("nonsense"), Some(OFFERED[0]));
        assert_eq!(chosen(""), Some(OFFERED[0]));
    }
}
