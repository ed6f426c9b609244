//! Markdown as HTML, which the HTML reader parses.
//!
//! `pulldown-cmark` parses the Markdown. Three things differ from the HTML it writes: one tilde does not strike out, the title of
//! an image alone in its paragraph is its caption, and footnotes are a numbered list at the end.

use std::collections::HashMap;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html::push_html};

use super::{
    anchor_id,
    escape::{escape_attribute, escape_text},
};

/// The Markdown dialect for input and output: CommonMark with tables, strikethrough and footnotes.
pub(super) const DIALECT: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_FOOTNOTES);

/// The HTML of a Markdown text.
pub(super) fn html(markdown: &str) -> String {
    let events = captions(without_single_tildes(markdown));
    let mut document = Document::new(&events);
    events.into_iter().for_each(|event| document.add(event));
    document.html(markdown.len())
}

/// The events of a Markdown text, in which only two tildes strike out.
fn without_single_tildes(markdown: &str) -> Vec<Event<'_>> {
    let mut is_single = Vec::new();
    let events = Parser::new_ext(markdown, DIALECT).into_offset_iter().map(|(event, range)| match event {
        Event::Start(Tag::Strikethrough) => {
            let single = !markdown[range].starts_with("~~");
            is_single.push(single);
            if single { Event::Text("~".into()) } else { event }
        }
        Event::End(TagEnd::Strikethrough) if is_single.pop() == Some(true) => Event::Text("~".into()),
        event => event,
    });
    events.collect()
}

/// The same events, in which an image alone in its paragraph, with a title, is a figure with the title as its caption.
fn captions(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut out = Vec::with_capacity(events.len());
    let mut events = events.into_iter().peekable();
    while let Some(event) = events.next() {
        let starts_paragraph = event == Event::Start(Tag::Paragraph);
        out.push(event);
        if !starts_paragraph {
            continue;
        }
        let start = out.len() - 1;
        out.extend(std::iter::from_fn(|| events.next_if(|next| *next != Event::End(TagEnd::Paragraph))));
        if let Some(caption) = title_of_sole_image(&out[start + 1..]) {
            out[start] = Event::Html("<figure>".into());
            out.push(Event::Html(format!("<figcaption>{caption}</figcaption></figure>\n").into()));
            events.next();
        }
    }
    out
}

/// The title of the image that is the whole content of a paragraph, also in a link, as HTML.
fn title_of_sole_image(content: &[Event<'_>]) -> Option<String> {
    let image = match content {
        [Event::Start(Tag::Link { .. }), image @ .., Event::End(TagEnd::Link)] => image,
        image => image,
    };
    let [Event::Start(Tag::Image { title, .. }), alt @ .., Event::End(TagEnd::Image)] = image else {
        return None;
    };
    let is_whole = !title.is_empty() && !alt.iter().any(|event| matches!(event, Event::End(TagEnd::Image)));
    is_whole.then(|| {
        let mut caption = String::new();
        escape_text(&mut caption, title);
        caption
    })
}

/// The events of a document, with its footnotes apart.
struct Document<'a> {
    text: Vec<Event<'a>>,
    notes: Vec<Footnote<'a>>,
    /// The position in `notes` of each label in lower case, since labels match without regard to case.
    labels: HashMap<String, usize>,
    /// The number of different notes that are referred to so far.
    referenced: usize,
    /// The note that is being read.
    note: Option<usize>,
}

struct Footnote<'a> {
    id: String,
    /// The position among the notes in the order of their first references.
    order: usize,
    events: Vec<Event<'a>>,
}

impl<'a> Document<'a> {
    /// A document with the footnotes that these events define.
    fn new(events: &[Event<'a>]) -> Self {
        let mut document =
            Self { text: Vec::new(), notes: Vec::new(), labels: HashMap::new(), referenced: 0, note: None };
        for event in events {
            if let Event::Start(Tag::FootnoteDefinition(label)) = event {
                let number = document.notes.len();
                document.labels.entry(label.to_lowercase()).or_insert(number);
                let id = Some(label.to_string()).filter(|label| anchor_id::id(label).is_some());
                let id = id.unwrap_or_else(|| format!("note-{}", number + 1));
                document.notes.push(Footnote { id, order: usize::MAX, events: Vec::new() });
            }
        }
        document
    }

    fn add(&mut self, event: Event<'a>) {
        let event = match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.note = self.labels.get(&label.to_lowercase()).copied();
                return;
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                self.note = None;
                return;
            }
            Event::FootnoteReference(label) => match self.labels.get(&label.to_lowercase()) {
                Some(note) => self.reference(*note),
                None => Event::Text(format!("[^{label}]").into()),
            },
            event => event,
        };
        match self.note {
            Some(note) => self.notes[note].events.push(event),
            None => self.text.push(event),
        }
    }

    /// The reference to a note, as the HTML reader recognises it.
    fn reference(&mut self, note: usize) -> Event<'a> {
        let note = &mut self.notes[note];
        if note.order == usize::MAX {
            note.order = self.referenced;
            self.referenced += 1;
        }
        let mut html = "<sup><a href=\"#".to_owned();
        escape_attribute(&mut html, &note.id);
        html.push_str("\">*</a></sup>");
        Event::InlineHtml(html.into())
    }

    /// The HTML: the text, then the footnotes in the order of their references.
    fn html(mut self, length: usize) -> String {
        let mut html = String::with_capacity(length * 2);
        push_html(&mut html, self.text.into_iter());
        if self.notes.is_empty() {
            return html;
        }
        self.notes.sort_by_key(|note| note.order);
        html.push_str("<ol>");
        for note in self.notes {
            html.push_str("<li id=\"");
            escape_attribute(&mut html, &note.id);
            html.push_str("\">");
            push_html(&mut html, note.events.into_iter());
            html.push_str("</li>");
        }
        html.push_str("</ol>");
        html
    }
}
