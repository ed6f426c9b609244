//! Sitemaps as XML: the protocol of sitemaps.org 0.9, and Google's extension for news.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::content::Time;
use crate::delivery::xml_text::xml;

const SITEMAP: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
const NEWS: (&str, &str) = ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9");

/// A page of the site.
#[derive(Debug)]
pub struct Url {
    /// Its address.
    pub location: String,
    /// When it last changed.
    pub changed: Option<Time>,
    /// What news searches are told of it.
    pub news: Option<News>,
}

/// What news searches are told of a page.
#[derive(Debug)]
pub struct News {
    /// The paper's name.
    pub publication: String,
    /// ISO 639.
    pub language: String,
    /// When it was published.
    pub published_at: Time,
    /// The headline.
    pub title: String,
}

type Xml = Writer<Vec<u8>>;

/// The sitemaps there are.
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
        if let Some(changed) = url.changed {
            text(writer, "lastmod", &changed.to_string())?;
        }
        url.news.iter().try_for_each(|item| news(writer, item))
    })?;
    Ok(())
}

fn news(writer: &mut Xml, item: &News) -> io::Result<()> {
    writer.create_element("news:news").write_inner_content(|writer| {
        writer.create_element("news:publication").write_inner_content(|writer| {
            text(writer, "news:name", &item.publication)?;
            text(writer, "news:language", &item.language)
        })?;
        text(writer, "news:publication_date", &item.published_at.to_string())?;
        text(writer, "news:title", &item.title)
    })?;
    Ok(())
}

fn text(writer: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(&xml(value)))?;
    Ok(())
}
