//! Which media type a client takes (RFC 9110 §12.5.1).

use actix_web::HttpMessage;
use actix_web::http::header::{Accept, Header, Quality};

use super::Code;
use crate::Error;

/// The one of `offered` that the request likes best, the first of those it likes as well. A request that
/// says nothing of it takes everything. 406 when it takes none of them.
pub fn choose(request: &impl HttpMessage, offered: &[&'static str]) -> Result<&'static str, Error> {
    let accept = match Accept::parse(request) {
        Ok(accept) if !accept.is_empty() => accept,
        _ => Accept::star(),
    };
    let mut best = None;
    for media in offered {
        let liking = liking(&accept, media);
        if liking > best.map_or(Quality::ZERO, |(liking, _)| liking) {
            best = Some((liking, *media));
        }
    }
    best.map(|(_, media)| media).ok_or_else(|| {
        Error::new(Code::NotAcceptable, format!("What is here comes as `{}` only.", offered.join("`, `")))
    })
}

/// How much a media type is liked, by the range that names it most closely.
fn liking(accept: &Accept, media: &str) -> Quality {
    let (kind, _) = media.split_once('/').unwrap_or((media, ""));
    let closest = accept.iter().filter_map(|range| {
        let closeness = match (range.item.type_().as_str(), range.item.subtype().as_str()) {
            ("*", _) => 0,
            (own, "*") if own == kind => 1,
            _ if range.item.essence_str() == media => 2,
            _ => return None,
        };
        Some((closeness, range.quality))
    });
    closest.max().map_or(Quality::ZERO, |(_, quality)| quality)
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
    fn the_best_liked_is_chosen_by_the_closest_range() {
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
    fn what_is_not_taken_is_not_given() {
        for accept in ["text/html", "application/json;q=0", "image/*", "application/*;q=0"] {
            assert_eq!(chosen(accept), None, "{accept}");
        }
    }

    #[test]
    fn who_says_nothing_takes_everything() {
        let silent = TestRequest::default().to_http_request();
        assert_eq!(choose(&silent, &OFFERED).ok(), Some(OFFERED[0]));
        assert_eq!(chosen("nonsense"), Some(OFFERED[0]));
        assert_eq!(chosen(""), Some(OFFERED[0]));
    }
}
