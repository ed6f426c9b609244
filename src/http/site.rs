//! The public site for which this installation delivers content.

use chrono_tz::Tz;

use super::article_path::{ArticleAddress, ArticlePath};
use super::path::encoded;
use super::preview_url::PreviewUrl;
use crate::content::site_profile::{ProfileEdits, SiteProfile};
use crate::content::{Language, SlugStyle, Time};

/// The settings of the public site, and the URLs of its pages.
#[derive(Clone, Debug)]
pub struct Site {
    /// The name of the news publication, unless editors have set another.
    pub name: String,
    /// What it is about, unless editors have set another description.
    pub description: Option<String>,
    /// The main language of its articles.
    pub language: Language,
    /// Its time zone.
    pub time_zone: Tz,
    /// The letters of slugs that are made from headlines and names.
    pub slugs: SlugStyle,
    /// The URL of its home page, without a slash at the end.
    pub public_url: String,
    /// The URL of this API, without a slash at the end.
    pub api_url: String,
    /// What the paths in `Location` and `Link` headers begin with: the URL of the API, or nothing. A path without it leads to
    /// the server that the client has asked, which is right unless a proxy removes the beginning of paths.
    pub location_base: String,
    /// The template of the paths of articles.
    pub article_path: ArticlePath,
    /// The template of the URLs of previews. Without it a preview is shown as JSON, by this API.
    pub preview_url: Option<PreviewUrl>,
}

impl Site {
    /// How the site presents itself after what editors have set.
    pub fn profile(&self, edits: &ProfileEdits) -> SiteProfile {
        edits.profile(&self.name, self.description.as_deref())
    }

    /// The absolute URL of the target of a redirect. A target on the site itself is stored as a path.
    pub fn absolute(&self, to: &str) -> String {
        if to.starts_with('/') { [&self.public_url, to].concat() } else { to.to_owned() }
    }

    /// Scheme, host and port of the public URL. Browsers resolve a path in an article to a URL that begins with it.
    pub fn origin(&self) -> &str {
        origin(&self.public_url)
    }

    /// A `tag:` URI (RFC 4151) that identifies an article in feeds. It stays the same when the section or slug changes. It
    /// contains the host of the public URL.
    pub fn permanent_id(&self, id: i64, first_published_at: Time) -> String {
        let host = self.public_url.split_once("://").map_or("", |(_, rest)| rest);
        let host = host.split(['/', ':']).next().unwrap_or_default();
        let time = first_published_at.to_string();
        let day = time.split('T').next().unwrap_or_default();
        format!("tag:{host},{day}:{id}")
    }

    /// The path of an article by the default template. It has the section and the slug, whatever template the site uses.
    pub fn default_article_path(section_path: &str, id: i64, slug: &str) -> String {
        ["/", &encoded(section_path), "/", itoa::Buffer::new().format(id), "/", &encoded(slug)].concat()
    }

    /// The path of a section on the site.
    pub fn section_path(path: &str) -> String {
        format!("/{}", encoded(path))
    }

    /// The path of an author on the site.
    pub fn author_path(slug: &str) -> String {
        format!("/authors/{}", encoded(slug))
    }

    /// The path of a tag on the site.
    pub fn tag_path(slug: &str) -> String {
        format!("/tags/{}", encoded(slug))
    }

    /// The URL of an article.
    pub fn article_url(&self, article: ArticleAddress<'_>) -> String {
        self.absolute(&self.article_path.write(article, self.time_zone))
    }

    /// The URL of the preview of an article.
    pub fn preview_url(&self, id: i64, token: &str) -> String {
        match &self.preview_url {
            Some(template) => template.write(id, token),
            None => format!("{}/v1/preview/{token}", self.api_url),
        }
    }

    /// The URL of a section.
    pub fn section_url(&self, path: &str) -> String {
        self.absolute(&Self::section_path(path))
    }

    /// The URL of an author.
    pub fn author_url(&self, slug: &str) -> String {
        self.absolute(&Self::author_path(slug))
    }

    /// The URL of a tag.
    pub fn tag_url(&self, slug: &str) -> String {
        self.absolute(&Self::tag_path(slug))
    }
}

/// Scheme, host and port of an absolute URL.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |colon| colon + 3);
    let path = url[host..].find('/').map_or(url.len(), |slash| host + slash);
    &url[..path]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_the_public_url_without_its_path() {
        for (public_url, expected) in [
            ("https://news.example", "https://news.example"),
            ("https://e.example/news/fa", "https://e.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ] {
            assert_eq!(origin(public_url), expected);
        }
    }
}
