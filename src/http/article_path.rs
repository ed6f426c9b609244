//! The template of the paths of articles on the public site: `BROADSHEET_ARTICLE_PATH`.

use std::fmt::Write;
use std::str::FromStr;

use chrono::{DateTime, Datelike};
use chrono_tz::Tz;
use percent_encoding::percent_decode_str;
use regex_lite::Regex;
use strum::{EnumString, IntoStaticStr, VariantNames};

use super::SitePath;
use super::path::{self, encoded};
use super::url_template::{Part, UrlTemplate};
use crate::content::Time;

/// A segment of a path that is not a number. Sections and slugs have a letter.
const NAME: &str = "[^/]*[^/0-9][^/]*";

/// What the path of an article can contain.
#[derive(Clone, Copy, Debug)]
pub struct ArticleAddress<'a> {
    /// The path of its section.
    pub section_path: &'a str,
    /// Its News ID.
    pub id: i64,
    /// Its slug.
    pub slug: &'a str,
    /// The time of publication that readers see.
    pub published_at: Time,
}

/// How the path of an article is made: a template that writes paths, and a pattern that reads them.
#[derive(Clone, Debug)]
pub struct ArticlePath {
    template: UrlTemplate<Placeholder>,
    pattern: Regex,
}

/// A value in the path of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "snake_case")]
enum Placeholder {
    /// The path of the section: `world/iran`.
    SectionPath,
    /// The slug of the section: `iran`.
    Section,
    /// The News ID.
    Id,
    /// The slug.
    Slug,
    /// The year of `published_at` in the time zone of the site, four digits.
    Year,
    /// The month, two digits.
    Month,
    /// The day of the month, two digits.
    Day,
}

impl ArticlePath {
    /// The default template.
    pub const DEFAULT: &str = "/{section_path}/{id}/{slug}";

    /// The path of an article: percent-encoded, with a slash at the beginning. Days begin at midnight in `time_zone`.
    pub fn write(&self, article: ArticleAddress<'_>, time_zone: Tz) -> String {
        let date = || {
            let time = DateTime::from_timestamp_micros(article.published_at.micros()).unwrap_or_default();
            time.with_timezone(&time_zone)
        };
        self.template.write(|out, placeholder| match placeholder {
            Placeholder::SectionPath => out.push_str(&encoded(article.section_path)),
            Placeholder::Section => {
                out.push_str(&encoded(article.section_path.rsplit('/').next().unwrap_or_default()));
            }
            Placeholder::Id => out.push_str(itoa::Buffer::new().format(article.id)),
            Placeholder::Slug => out.push_str(&encoded(article.slug)),
            Placeholder::Year => drop(write!(out, "{:04}", date().year())),
            Placeholder::Month => drop(write!(out, "{:02}", date().month())),
            Placeholder::Day => drop(write!(out, "{:02}", date().day())),
        })
    }

    /// The News ID in the path of an article, or its slug if the template has no `{id}`. `None` for other paths. A slug that follows
    /// the News ID may be missing; sections and dates may have any value.
    pub fn name_in(&self, path: &SitePath) -> Option<String> {
        let path = format!("/{}", path.segments().join("/"));
        let found = self.pattern.captures(&path)?;
        match found.name("id") {
            Some(id) => path::id(id.as_str()).map(|_| id.as_str().to_owned()),
            None => found.name("slug").map(|slug| slug.as_str().to_owned()),
        }
    }
}

impl FromStr for ArticlePath {
    type Err = String;

    /// Parses a template. The error completes a sentence that begins with the name of the setting.
    fn from_str(text: &str) -> Result<Self, String> {
        let template: UrlTemplate<Placeholder> = text.parse()?;
        let path = text.strip_prefix('/').ok_or("must begin with a slash")?;
        if text.contains(['?', '#']) {
            return Err("must not have a query or a fragment".to_owned());
        }
        if path.strip_suffix('/').unwrap_or(path).split('/').any(|segment| matches!(segment, "" | "." | ".."))
        {
            return Err("must not have an empty segment, `.` or `..`".to_owned());
        }
        if matches!(path.split('/').next(), Some("authors" | "tags")) {
            return Err("must not begin with `/authors/` or `/tags/`, where authors and tags are".to_owned());
        }
        if let Some(name) = ambiguous(&template) {
            return Err(format!(
                "must have a slash between {{{name}}} and the placeholder after it: names contain hyphens"
            ));
        }
        if template.position(Placeholder::Id).or(template.position(Placeholder::Slug)).is_none() {
            return Err("must have {id} or {slug}, which say which article it is".to_owned());
        }
        let pattern = Regex::new(&pattern(&template)).map_err(|error| format!("is too complex: {error}"))?;
        Ok(Self { template, pattern })
    }
}

/// A placeholder for a name after which, in the same segment, a placeholder follows, so that the path does not say where the name
/// ends. A News ID at the end of a segment may follow: it has only digits.
fn ambiguous(template: &UrlTemplate<Placeholder>) -> Option<&'static str> {
    template.parts().windows(3).enumerate().find_map(|(at, parts)| {
        let [Part::Placeholder(name), Part::Text(text), Part::Placeholder(next)] = parts else { return None };
        let is_name = matches!(name, Placeholder::Section | Placeholder::SectionPath | Placeholder::Slug);
        let ends_segment = match template.parts().get(at + 3) {
            Some(Part::Text(text)) => text.contains('/') || template.parts().len() == at + 4,
            _ => true,
        };
        let is_news_id = *next == Placeholder::Id && ends_segment;
        (is_name && !text.contains('/') && !is_news_id).then(|| name.into())
    })
}

/// The regular expression that the paths of this template match, percent-decoded and without a slash at the end.
fn pattern(template: &UrlTemplate<Placeholder>) -> String {
    let parts = template.parts();
    // What follows the News ID may be missing if it is the slug.
    let id = template.position(Placeholder::Id);
    let slug_after_id = template.position(Placeholder::Slug).filter(|slug| id == slug.checked_sub(2));
    let last_placeholder = parts.iter().rposition(|part| matches!(part, Part::Placeholder(_)));
    let optional_from = id.filter(|_| slug_after_id.is_some() && slug_after_id == last_placeholder);
    let mut pattern = "^".to_owned();
    for (at, part) in parts.iter().enumerate() {
        let is_last = at + 1 == parts.len();
        let expression = match part {
            Part::Text(text) => {
                let text = if is_last { text.trim_end_matches('/') } else { text };
                regex_lite::escape(&percent_decode_str(text).decode_utf8_lossy())
            }
            Part::Placeholder(Placeholder::SectionPath) => format!("{NAME}(?:/{NAME})*"),
            Part::Placeholder(Placeholder::Section) => NAME.to_owned(),
            Part::Placeholder(Placeholder::Id) => "(?P<id>[0-9]+)".to_owned(),
            Part::Placeholder(Placeholder::Slug) if id.is_some() => "[^/]*".to_owned(),
            Part::Placeholder(Placeholder::Slug) => format!("(?P<slug>{NAME})"),
            Part::Placeholder(Placeholder::Year) => "[0-9]{4}".to_owned(),
            Part::Placeholder(Placeholder::Month | Placeholder::Day) => "[0-9]{2}".to_owned(),
        };
        pattern.push_str(&expression);
        if optional_from == Some(at) {
            pattern.push_str("(?:");
        }
    }
    pattern.push_str(if optional_from.is_some() { ")?$" } else { "$" });
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(text: &str) -> ArticlePath {
        text.parse().unwrap_or_else(|error| panic!("{text} {error}"))
    }

    fn name_in(template: &ArticlePath, path: &str) -> Option<String> {
        SitePath::read(path, "https://news.example").ok().flatten().and_then(|path| template.name_in(&path))
    }

    #[test]
    fn each_template_reads_the_paths_that_it_writes() {
        let article = ArticleAddress {
            section_path: "world/خبر",
            id: 84451,
            slug: "la-grève_2.0",
            // 31 December, 22:30 in UTC.
            published_at: Time::from_micros(1_704_061_800_000_000),
        };
        for (text, path, name) in [
            (ArticlePath::DEFAULT, "/world/%D8%AE%D8%A8%D8%B1/84451/la-gr%C3%A8ve_2.0", "84451"),
            ("/{id}", "/84451", "84451"),
            ("/{slug}/", "/la-gr%C3%A8ve_2.0/", "la-grève_2.0"),
            ("/{year}/{month}/{day}/{slug}", "/2024/01/01/la-gr%C3%A8ve_2.0", "la-grève_2.0"),
            ("/{section}/{slug}-{id}.html", "/%D8%AE%D8%A8%D8%B1/la-gr%C3%A8ve_2.0-84451.html", "84451"),
            ("/n%C3%A9ws/a(b)/{id}-{slug}", "/n%C3%A9ws/a(b)/84451-la-gr%C3%A8ve_2.0", "84451"),
        ] {
            let template = template(text);
            assert_eq!(template.write(article, chrono_tz::Asia::Tehran), path, "{text}");
            assert_eq!(name_in(&template, path).as_deref(), Some(name), "{text}");
            assert_eq!(name_in(&template, path.trim_end_matches('/')).as_deref(), Some(name), "{text}");
        }
    }

    #[test]
    fn a_slug_after_the_news_id_may_be_missing_or_another() {
        for (text, paths) in [
            (ArticlePath::DEFAULT, &["/a/b/7", "/a/7/", "/a/7/other"][..]),
            ("/{id}-{slug}.html", &["/7", "/7-other.html"]),
            ("/{year}/{id}/{slug}/", &["/1999/7", "/2024/7/x/"]),
        ] {
            let template = template(text);
            for path in paths {
                assert_eq!(name_in(&template, path).as_deref(), Some("7"), "{path} by {text}");
            }
        }
    }

    #[test]
    fn other_paths_name_no_article() {
        for (text, paths) in [
            (
                ArticlePath::DEFAULT,
                &["/", "/7", "/7/x", "/2019/7", "/a/07", "/a/7/x/y", "/a/99999999999999999999"][..],
            ),
            ("/{slug}", &["/", "/2019", "/a/b", "/a%2Fb"]),
            ("/{year}/{slug}", &["/19/a", "/2019/05", "/2019", "/a/2019"]),
            ("/n.x/{id}", &["/nax/7", "/n.x/", "/n.x/7a"]),
        ] {
            let template = template(text);
            for path in paths {
                assert_eq!(name_in(&template, path), None, "{path} by {text}");
            }
        }
    }

    #[test]
    fn invalid_templates_are_refused() {
        for (text, error) in [
            ("{id}", "must begin with a slash"),
            ("/{section_path}", "must have {id} or {slug}, which say which article it is"),
            ("/{id}/{id}", "must have {id} only once"),
            ("/{section}{id}", "must have a character between {id} and the placeholder before it"),
            (
                "/{section}-{slug}",
                "must have a slash between {section} and the placeholder after it: names contain hyphens",
            ),
            (
                "/{section}-{id}-{slug}",
                "must have a slash between {section} and the placeholder after it: names contain hyphens",
            ),
            ("/{id", "has a `{` without a `}`"),
            ("/id}/{id}", "must not contain '}' outside of a placeholder"),
            ("/a b/{id}", "must not contain ' ' outside of a placeholder"),
            ("/{id}?x=y", "must not have a query or a fragment"),
            ("/{id}#x", "must not have a query or a fragment"),
            ("//{id}", "must not have an empty segment, `.` or `..`"),
            ("/tags/{slug}", "must not begin with `/authors/` or `/tags/`, where authors and tags are"),
            ("/../{id}", "must not have an empty segment, `.` or `..`"),
            (
                "/{category}/{id}",
                "has the unknown placeholder {category}; the placeholders are {section_path}, {section}, {id}, {slug}, \
                 {year}, {month}, {day}",
            ),
        ] {
            assert_eq!(text.parse::<ArticlePath>().err().as_deref(), Some(error), "{text}");
        }
    }
}
