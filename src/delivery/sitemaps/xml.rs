//! Writes sitemaps as XML: the protocol of sitemaps.org 0.9 with the Google News extension.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::content::Time;
use crate::delivery::xml_text::xml;

const SITEMAP: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
const NEWS: (&str, &str) = ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9");

/// An entry of a sitemap: a page, or in an index another sitemap.
#[derive(Debug)]
pub struct Url {
    /// The URL.
    pub location: String,
    /// The time of the last change.
    pub last_modified: Option<Time>,
    /// The Google News entry, in the news sitemap.
    pub news: Option<News>,
}

/// The Google News entry of an article.
#[derive(Debug)]
pub struct News {
    /// The name of the publication.
    pub publication: String,
    /// The language as Google News requires it: an ISO 639 code, `zh-cn` or `zh-tw`.
    pub language: String,
    /// The publication time.
    pub published_at: Time,
    /// The headline.
    pub title: String,
}

type Xml = Writer<Vec<u8>>;

/// A sitemap index.
pub fn index(sitemaps: &[Url]) -> io::Result<Vec<u8>> {
    document("sitemapindex", &[SITEMAP], |writer| {
        sitemaps.iter().try_for_each(|sitemap| url(writer, "sitemap", sitemap))
    })
}

/// A sitemap of these pages.
pub fn pages(pages: &[Url]) -> io::Result<Vec<u8>> {
    document("urlset", &[SITEMAP, NEWS], |writer| pages.iter().try_for_each(|page| url(writer, "url", page)))
}

fn document(
    name: &str,
    namespaces: &[(&str, &str)],
    content: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let element = writer.create_element(name).with_attributes(namespaces.iter().copied());
    element.write_inner_content(content)?;
    Ok(writer.into_inner())
}

fn url(writer: &mut Xml, name: &str, url: &Url) -> io::Result<()> {
    writer.create_element(name).write_inner_content(|writer| {
        text(writer, "loc", &url.location)?;
        if let Some(last_modified) = url.last_modified {
            text(writer, "lastmod", &last_modified.to_string())?;
        }
        url.news.iter().try_for_each(|entry| news(writer, entry))
    })?;
    Ok(())
}

fn news(writer: &mut Xml, entry: &News) -> io::Result<()> {
    writer.create_element("news:news").write_inner_content(|writer| {
        writer.create_element("news:publication").write_inner_content(|writer| {
            text(writer, "news:name", &entry.publication)?;
            text(writer, "news:language", &entry.language)
        })?;
        text(writer, "news:publication_date", &entry.published_at.to_string())?;
        text(writer, "news:title", &entry.title)
    })?;
    Ok(())
}

fn text(writer: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(&xml(value)))?;
    Ok(())
}
