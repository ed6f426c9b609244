//! The providers whose posts, videos, audio and charts a body may embed, recognised by their URLs.

use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

use super::limits::MAX_URL;

/// Provider of embedded content. New providers may be added; treat an unknown value like a link.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// Podcasts on Apple Podcasts.
    ApplePodcasts,
    /// Videos on Aparat.
    Aparat,
    /// Posts on Bluesky.
    Bluesky,
    /// Videos on Dailymotion.
    Dailymotion,
    /// Charts, maps and tables by Datawrapper.
    Datawrapper,
    /// Documents on DocumentCloud.
    Documentcloud,
    /// Posts and videos on Facebook.
    Facebook,
    /// Charts and stories by Flourish.
    Flourish,
    /// Maps on Google Maps.
    GoogleMaps,
    /// Charts by Infogram.
    Infogram,
    /// Posts on Instagram.
    Instagram,
    /// Posts on one of the large Mastodon servers.
    Mastodon,
    /// Posts on Reddit.
    Reddit,
    /// Audio on SoundCloud.
    Soundcloud,
    /// Music and podcasts on Spotify.
    Spotify,
    /// Posts in Telegram channels.
    Telegram,
    /// Posts on Threads.
    Threads,
    /// Videos on TikTok.
    Tiktok,
    /// Videos on Vimeo.
    Vimeo,
    /// Posts on X, formerly Twitter.
    X,
    /// Videos on YouTube.
    Youtube,
}

/// The hosts of each provider, and the path prefix that its URLs there must have. The whole host must be equal: a subdomain or
/// a host with the same ending may belong to others.
const HOSTS: &[(&str, &str, Provider)] = &[
    ("podcasts.apple.com", "", Provider::ApplePodcasts),
    ("embed.podcasts.apple.com", "", Provider::ApplePodcasts),
    ("aparat.com", "", Provider::Aparat),
    ("www.aparat.com", "", Provider::Aparat),
    ("bsky.app", "", Provider::Bluesky),
    ("embed.bsky.app", "", Provider::Bluesky),
    ("dailymotion.com", "", Provider::Dailymotion),
    ("www.dailymotion.com", "", Provider::Dailymotion),
    ("geo.dailymotion.com", "", Provider::Dailymotion),
    ("dai.ly", "", Provider::Dailymotion),
    ("datawrapper.dwcdn.net", "", Provider::Datawrapper),
    ("www.datawrapper.de", "/_", Provider::Datawrapper),
    ("documentcloud.org", "", Provider::Documentcloud),
    ("www.documentcloud.org", "", Provider::Documentcloud),
    ("embed.documentcloud.org", "", Provider::Documentcloud),
    ("facebook.com", "", Provider::Facebook),
    ("www.facebook.com", "", Provider::Facebook),
    ("m.facebook.com", "", Provider::Facebook),
    ("fb.watch", "", Provider::Facebook),
    ("public.flourish.studio", "", Provider::Flourish),
    ("flo.uri.sh", "", Provider::Flourish),
    ("google.com", "/maps", Provider::GoogleMaps),
    ("www.google.com", "/maps", Provider::GoogleMaps),
    ("maps.google.com", "", Provider::GoogleMaps),
    ("maps.app.goo.gl", "", Provider::GoogleMaps),
    ("infogram.com", "", Provider::Infogram),
    ("e.infogram.com", "", Provider::Infogram),
    ("instagram.com", "", Provider::Instagram),
    ("www.instagram.com", "", Provider::Instagram),
    ("mastodon.social", "", Provider::Mastodon),
    ("mastodon.online", "", Provider::Mastodon),
    ("mastodon.world", "", Provider::Mastodon),
    ("mstdn.social", "", Provider::Mastodon),
    ("mstdn.jp", "", Provider::Mastodon),
    ("fosstodon.org", "", Provider::Mastodon),
    ("hachyderm.io", "", Provider::Mastodon),
    ("infosec.exchange", "", Provider::Mastodon),
    ("journa.host", "", Provider::Mastodon),
    ("newsie.social", "", Provider::Mastodon),
    ("redditmedia.com", "", Provider::Reddit),
    ("www.redditmedia.com", "", Provider::Reddit),
    ("old.reddit.com", "", Provider::Reddit),
    ("reddit.com", "", Provider::Reddit),
    ("www.reddit.com", "", Provider::Reddit),
    ("embed.reddit.com", "", Provider::Reddit),
    ("soundcloud.com", "", Provider::Soundcloud),
    ("www.soundcloud.com", "", Provider::Soundcloud),
    ("m.soundcloud.com", "", Provider::Soundcloud),
    ("on.soundcloud.com", "", Provider::Soundcloud),
    ("w.soundcloud.com", "", Provider::Soundcloud),
    ("open.spotify.com", "", Provider::Spotify),
    ("t.me", "", Provider::Telegram),
    ("threads.com", "", Provider::Threads),
    ("www.threads.com", "", Provider::Threads),
    ("threads.net", "", Provider::Threads),
    ("www.threads.net", "", Provider::Threads),
    ("tiktok.com", "", Provider::Tiktok),
    ("www.tiktok.com", "", Provider::Tiktok),
    ("m.tiktok.com", "", Provider::Tiktok),
    ("vm.tiktok.com", "", Provider::Tiktok),
    ("vt.tiktok.com", "", Provider::Tiktok),
    ("vimeo.com", "", Provider::Vimeo),
    ("www.vimeo.com", "", Provider::Vimeo),
    ("player.vimeo.com", "", Provider::Vimeo),
    ("x.com", "", Provider::X),
    ("www.x.com", "", Provider::X),
    ("mobile.x.com", "", Provider::X),
    ("twitter.com", "", Provider::X),
    ("www.twitter.com", "", Provider::X),
    ("mobile.twitter.com", "", Provider::X),
    ("platform.twitter.com", "", Provider::X),
    ("youtube.com", "", Provider::Youtube),
    ("www.youtube.com", "", Provider::Youtube),
    ("m.youtube.com", "", Provider::Youtube),
    ("music.youtube.com", "", Provider::Youtube),
    ("youtube-nocookie.com", "", Provider::Youtube),
    ("www.youtube-nocookie.com", "", Provider::Youtube),
    ("youtu.be", "", Provider::Youtube),
];

/// Why a URL cannot be embedded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum NotEmbeddable {
    /// It is not an `https` URL without user name, password and port.
    Url,
    /// Its host belongs to no known provider.
    Provider,
}

/// Parses the URL of embedded content, also without a scheme or with `http`. Returns its normal form with `https`, and the
/// provider.
pub(super) fn parse_embed_url(value: &str) -> Result<(String, Provider), NotEmbeddable> {
    let value = value.trim_matches(|c: char| c <= ' ');
    let rest = ["//", "http://"].iter().find_map(|start| value.strip_prefix(start));
    let https = rest.map(|rest| format!("https://{rest}"));
    let url = Url::parse(https.as_deref().unwrap_or(value)).map_err(|_| NotEmbeddable::Url)?;
    let is_plain = url.scheme() == "https"
        && url.username().is_empty()
        && url.password().is_none()
        && url.port().is_none()
        && url.as_str().len() <= MAX_URL;
    if !is_plain {
        return Err(NotEmbeddable::Url);
    }
    let (host, path) = (url.host_str().unwrap_or_default(), url.path());
    let is_below =
        |start: &str| path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let entry = HOSTS.iter().find(|(known_host, start, _)| *known_host == host && is_below(start));
    let (_, _, provider) = entry.ok_or(NotEmbeddable::Provider)?;
    Ok((url.into(), *provider))
}

#[cfg(test)]
mod tests {
    use super::{HOSTS, NotEmbeddable, Provider, parse_embed_url};

    #[test]
    fn providers_are_recognised_by_host() {
        for (url, provider) in [
            ("https://www.youtube.com/watch?v=a1&t=2", Provider::Youtube),
            (" HTTPS://YouTu.be:443/a1 ", Provider::Youtube),
            ("https://player.vimeo.com/video/1", Provider::Vimeo),
            ("https://twitter.com/a/status/1", Provider::X),
            ("https://x.com/a/status/1", Provider::X),
            ("https://bsky.app/profile/a/post/1", Provider::Bluesky),
            ("https://www.google.com/maps/place/Tehran", Provider::GoogleMaps),
            ("https://www.google.com/maps?q=a", Provider::GoogleMaps),
            ("//www.youtube.com/embed/a", Provider::Youtube),
            ("http://youtu.be/a", Provider::Youtube),
        ] {
            assert_eq!(parse_embed_url(url).map(|(_, provider)| provider), Ok(provider), "{url}");
        }
        assert_eq!(
            parse_embed_url("HTTPS://YouTu.be:443/é").map(|(url, _)| url).as_deref(),
            Ok("https://youtu.be/%C3%A9")
        );
    }

    #[test]
    fn lookalike_hosts_are_refused() {
        for url in [
            "https://evil-youtube.com/a",
            "https://youtube.com.evil.example/a",
            "https://evil.youtube.com/a",
            "https://www.youtube.com./a",
            "https://y\u{43e}utube.com/a",
            "https://evil.example/youtube.com",
            "https://evil.example\\@youtube.com/a",
            "https://www.google.com/search?q=a",
            "https://www.google.com/mapsy",
            "https://a.example/",
        ] {
            assert_eq!(parse_embed_url(url), Err(NotEmbeddable::Provider), "{url}");
        }
    }

    #[test]
    fn only_plain_https_urls_are_embedded() {
        for url in [
            "",
            "youtube.com/a",
            "ftp://youtube.com/a",
            "javascript:youtube.com",
            "https://me@youtube.com/a",
            "https://:pw@youtube.com/a",
            "https://youtube.com:8443/a",
            "https://evil.example@youtube.com/a",
        ] {
            assert_eq!(parse_embed_url(url), Err(NotEmbeddable::Url), "{url}");
        }
        assert_eq!(
            parse_embed_url(&format!("https://youtu.be/{}", "a".repeat(5000))),
            Err(NotEmbeddable::Url)
        );
    }

    #[test]
    fn every_host_is_listed_once_in_normal_form() {
        for (at, (host, path, provider)) in HOSTS.iter().enumerate() {
            let url = format!("https://{host}{path}/a");
            assert_eq!(parse_embed_url(&url), Ok((url.clone(), *provider)));
            assert!(!HOSTS.iter().take(at).any(|(earlier, _, _)| earlier == host), "{host}");
        }
    }
}
