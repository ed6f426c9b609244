//! Reads blocks.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    super::{
        Align, Block, Cell, DescriptionItem, GalleryImage, Inline, Note,
        dom::style::is_code_language,
        dom::table::columns_of,
        limits::{MAX_COLUMNS, MAX_NESTING, NUMBERS},
        link::source_url,
        provider::{NotEmbeddable, Provider, parse_embed_url},
    },
    inline::{SOURCE, image, inlines, is_blank, lang_and_dir, link},
    json_pointer::JsonPointer,
    object_reader::ObjectReader,
    value::{boolean, enum_value, id, items, list, number, single_line, string, url},
};
use crate::content::invisible;

/// The number of columns or rows that a cell may span.
const SPAN: std::ops::RangeInclusive<u32> = 1..=1000;

/// The values of `type`, for fault details.
const BLOCK_TYPES: &str = "`paragraph`, `heading`, `list`, `description_list`, `quote`, `pull_quote`, `image`, `gallery`, `video`, `audio`, `file`, \
     `embed`, `table`, `code`, `divider`, `footnotes`";

/// The blocks of a list. `nesting` is the number of lists and quotes around it.
pub(super) fn blocks(list: Vec<Value>, nesting: usize, pointer: &mut JsonPointer<'_>) -> Option<Vec<Block>> {
    items(list, pointer, &mut |item, pointer: &mut JsonPointer<'_>| block(item, nesting, pointer))
}

fn block(value: Value, nesting: usize, pointer: &mut JsonPointer<'_>) -> Option<Block> {
    let mut object = ObjectReader::new(value, pointer)?;
    let kind = object.required("type", string)?;
    if matches!(kind.as_str(), "list" | "description_list" | "quote") && nesting >= MAX_NESTING {
        object.fault(
            "nested-too-deep",
            format!("lists, description lists and quotes nest at most {MAX_NESTING} deep"),
        );
        return None;
    }
    let block = match kind.as_str() {
        "paragraph" => {
            let (lang, dir) = lang_and_dir(&mut object);
            Block::Paragraph { lang, dir, content: object.required("content", inlines).unwrap_or_default() }
        }
        "heading" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let level = object.required("level", number(2..=6)).unwrap_or_default();
            let id = object.optional("id", id);
            let content = object.required("content", |value, pointer| {
                let content = inlines(value, pointer)?;
                if id.is_some() && is_blank(&content) {
                    pointer.fault("empty", "must not be empty when the heading has `id`");
                }
                Some(content)
            });
            Block::Heading { level, id, lang, dir, content: content.unwrap_or_default() }
        }
        "list" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let ordered = object.required("ordered", boolean).unwrap_or_default();
            let start = object.optional("start", number(NUMBERS));
            let reversed = object.optional("reversed", boolean).unwrap_or_default();
            for (name, is_given) in [("start", start.is_some()), ("reversed", reversed)] {
                if is_given && !ordered {
                    object.member_fault(name, "not-here", "is allowed only in lists with `ordered: true`");
                }
            }
            let item = |value, pointer: &mut JsonPointer<'_>| nested(value, nesting + 1, pointer);
            let items = object.required("items", list(item)).unwrap_or_default();
            Block::List { ordered, start, reversed, lang, dir, items }
        }
        "description_list" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let item = |value, pointer: &mut JsonPointer<'_>| description_item(value, nesting, pointer);
            Block::DescriptionList {
                lang,
                dir,
                items: object.required("items", list(item)).unwrap_or_default(),
            }
        }
        "footnotes" => {
            if nesting > 0 || !object.targets().has_one_list_of_notes() {
                object.member_fault(
                    "type",
                    "not-here",
                    "a body has at most one block `footnotes`, not inside of another",
                );
            } else if !object.targets().has_references() {
                object.member_fault(
                    "notes",
                    "not-referenced",
                    "an inline `footnote` must refer to at least one note",
                );
            }
            let notes = object.required("notes", list(note)).unwrap_or_default();
            Block::Footnotes { notes }
        }
        "quote" => quote(&mut object, nesting),
        "pull_quote" => pull_quote(&mut object),
        "image" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let (url, alt, width, height) = image(&mut object);
            let href = object.optional("href", link);
            let (caption, credit) = caption_and_credit(&mut object);
            Block::Image { url, alt, width, height, href, lang, dir, caption, credit }
        }
        "gallery" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let images: Vec<GalleryImage> =
                object.required("images", list(gallery_image)).unwrap_or_default();
            if images.len() < 2 {
                object.member_fault(
                    "images",
                    "too-few",
                    "must have at least two images: use the block `image` for one",
                );
            }
            let caption = object.optional("caption", inlines).unwrap_or_default();
            Block::Gallery { lang, dir, images, caption }
        }
        "video" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let media_url = object.required("url", url(source_url, SOURCE)).unwrap_or_default();
            let poster = object.optional("poster", url(source_url, SOURCE));
            let (caption, credit) = caption_and_credit(&mut object);
            Block::Video { url: media_url, poster, lang, dir, caption, credit }
        }
        "audio" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let media_url = object.required("url", url(source_url, SOURCE)).unwrap_or_default();
            let (caption, credit) = caption_and_credit(&mut object);
            Block::Audio { url: media_url, lang, dir, caption, credit }
        }
        "file" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let url = object.required("url", file_url).unwrap_or_default();
            let title = object.required("title", title).unwrap_or_default();
            Block::File { url, title, lang, dir }
        }
        "embed" => {
            let block = embedded(&mut object);
            object.finish();
            return block;
        }
        "table" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let caption = object.optional("caption", inlines).unwrap_or_default();
            let head = object.optional("head", list(row)).unwrap_or_default();
            let body = object.optional("body", list(row)).unwrap_or_default();
            let columns: HashSet<usize> =
                head.iter().chain(&body).flat_map(|row: &Vec<Cell>| columns_of(row.iter())).collect();
            let alignment =
                object.optional("alignment", |value, pointer| alignment(value, &columns, pointer));
            Block::Table { lang, dir, caption, alignment: alignment.unwrap_or_default(), head, body }
        }
        "code" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let language = object.optional("language", code_language);
            Block::Code { language, lang, dir, text: object.required("text", string).unwrap_or_default() }
        }
        "divider" => Block::Divider,
        _ => {
            object.member_fault(
                "type",
                "unknown-value",
                format!("unknown value `{kind}`, expected one of {BLOCK_TYPES}"),
            );
            return None;
        }
    };
    object.finish();
    Some(block)
}

/// The blocks of a list item or a quote.
fn nested(value: Value, nesting: usize, pointer: &mut JsonPointer<'_>) -> Option<Vec<Block>> {
    list(|item, pointer: &mut JsonPointer<'_>| block(item, nesting, pointer))(value, pointer)
}

fn description_item(value: Value, nesting: usize, pointer: &mut JsonPointer<'_>) -> Option<DescriptionItem> {
    let mut object = ObjectReader::new(value, pointer)?;
    let description = |value, pointer: &mut JsonPointer<'_>| nested(value, nesting + 1, pointer);
    let item = DescriptionItem {
        terms: object.required("terms", list(inlines)).unwrap_or_default(),
        descriptions: object.required("descriptions", list(description)).unwrap_or_default(),
    };
    object.finish();
    Some(item)
}

fn note(value: Value, pointer: &mut JsonPointer<'_>) -> Option<Note> {
    let mut object = ObjectReader::new(value, pointer)?;
    let id = object.required("id", id).unwrap_or_default();
    let content = object.required("content", |value, pointer| {
        let content = nested(value, 1, pointer)?;
        if !content.iter().any(has_content) {
            pointer.fault("empty", "must not be empty: give the text of the note");
        }
        Some(content)
    });
    object.finish();
    Some(Note { id, content: content.unwrap_or_default() })
}

fn gallery_image(value: Value, pointer: &mut JsonPointer<'_>) -> Option<GalleryImage> {
    let mut object = ObjectReader::new(value, pointer)?;
    let (lang, dir) = lang_and_dir(&mut object);
    let (url, alt, width, height) = image(&mut object);
    let href = object.optional("href", link);
    let (caption, credit) = caption_and_credit(&mut object);
    object.finish();
    Some(GalleryImage { url, alt, width, height, href, lang, dir, caption, credit })
}

fn caption_and_credit(object: &mut ObjectReader<'_, '_>) -> (Vec<Inline>, Vec<Inline>) {
    ["caption", "credit"].map(|name| object.optional(name, inlines).unwrap_or_default()).into()
}

/// The URL of a file. Content of a provider is an embed.
fn file_url(value: Value, pointer: &mut JsonPointer<'_>) -> Option<String> {
    let url = url(source_url, SOURCE)(value, pointer)?;
    if parse_embed_url(&url).is_ok() {
        pointer.fault("not-here", "is content of a known provider: use the block `embed`");
    }
    Some(url)
}

fn title(value: Value, pointer: &mut JsonPointer<'_>) -> Option<String> {
    let title = single_line(value, pointer)?;
    if invisible::is_blank(&title) || title.chars().all(|c| c.is_control() || c.is_whitespace()) {
        pointer.fault("empty", "must not be empty: give the text of the link");
    }
    Some(title)
}

fn alignment(
    value: Value,
    columns: &HashSet<usize>,
    pointer: &mut JsonPointer<'_>,
) -> Option<Vec<Option<Align>>> {
    let align = |value: Value, pointer: &mut JsonPointer<'_>| match value {
        Value::Null => Some(None),
        value => enum_value(value, pointer).map(Some),
    };
    let alignment = list(align)(value, pointer)?;
    let is_lost = |(column, align): (usize, &Option<Align>)| {
        align.is_some() && (column >= MAX_COLUMNS || !columns.contains(&column))
    };
    if alignment.iter().enumerate().any(is_lost) {
        pointer.fault(
            "out-of-range",
            "must have values only for columns in which a cell begins, up to 1,000 of them",
        );
    }
    Some(alignment)
}

fn code_language(value: Value, pointer: &mut JsonPointer<'_>) -> Option<String> {
    let language = string(value, pointer)?;
    if !is_code_language(&language) {
        pointer.fault(
            "invalid-value",
            "must be the name of a language such as `rust` or `c++`, up to 40 characters",
        );
    }
    Some(language)
}

fn quote(object: &mut ObjectReader<'_, '_>, nesting: usize) -> Block {
    let (lang, dir) = lang_and_dir(object);
    let cite = object.optional("cite", url(source_url, SOURCE));
    let content = object.required("content", |value, pointer| {
        let content = nested(value, nesting + 1, pointer)?;
        if cite.is_some() && !content.iter().any(has_content) {
            pointer.fault("empty", "must not be empty when the quote has `cite`");
        }
        Some(content)
    });
    Block::Quote { cite, lang, dir, content: content.unwrap_or_default() }
}

fn pull_quote(object: &mut ObjectReader<'_, '_>) -> Block {
    let (lang, dir) = lang_and_dir(object);
    let attribution = object.optional("attribution", inlines).unwrap_or_default();
    let content = object.required("content", |value, pointer| {
        let content = inlines(value, pointer)?;
        if is_blank(&content) && !is_blank(&attribution) {
            pointer.fault("empty", "must not be empty when the pull quote has `attribution`");
        }
        Some(content)
    });
    Block::PullQuote { lang, dir, content: content.unwrap_or_default(), attribution }
}

fn embedded(object: &mut ObjectReader<'_, '_>) -> Option<Block> {
    let (lang, dir) = lang_and_dir(object);
    let caption = object.optional("caption", inlines).unwrap_or_default();
    let stated: Option<Provider> = object.optional("provider", enum_value);
    let target = object.required("url", |value, pointer| {
        // The schema requires `https://` in lower case. HTML input may have capitals and spaces here.
        let url = string(value, pointer)?;
        let target =
            if url.starts_with("https://") { parse_embed_url(&url) } else { Err(NotEmbeddable::Url) };
        let (code, detail) = match target {
            Ok(target) => return Some(target),
            Err(NotEmbeddable::Url) => (
                "invalid-url",
                "must be a URL that begins with `https://`, without a user name, password or port",
            ),
            Err(NotEmbeddable::Provider) => {
                ("unknown-provider", "must be a URL of a known provider: use a `link` for other sites")
            }
        };
        pointer.fault(code, detail);
        None
    });
    let (url, provider) = target?;
    if stated.is_some_and(|stated| stated != provider) {
        object.member_fault(
            "provider",
            "wrong-provider",
            "must be the provider of `url`: correct it or omit it",
        );
    }
    Some(Block::Embed { url, provider, lang, dir, caption })
}

fn row(value: Value, pointer: &mut JsonPointer<'_>) -> Option<Vec<Cell>> {
    list(cell)(value, pointer)
}

fn cell(value: Value, pointer: &mut JsonPointer<'_>) -> Option<Cell> {
    let mut object = ObjectReader::new(value, pointer)?;
    let (lang, dir) = lang_and_dir(&mut object);
    let header = object.optional("header", boolean).unwrap_or_default();
    let scope = object.optional("scope", enum_value);
    if scope.is_some() && !header {
        object.member_fault("scope", "not-here", "is allowed only in cells with `header: true`");
    }
    let cell = Cell {
        header,
        scope,
        colspan: object.optional("colspan", number(SPAN)),
        rowspan: object.optional("rowspan", number(SPAN)),
        lang,
        dir,
        content: object.optional("content", inlines).unwrap_or_default(),
    };
    object.finish();
    Some(cell)
}

/// Whether a block has content that normalisation does not remove.
fn has_content(block: &Block) -> bool {
    let any = |blocks: &[Block]| blocks.iter().any(has_content);
    match block {
        Block::Paragraph { content, .. }
        | Block::Heading { content, .. }
        | Block::PullQuote { content, .. } => !is_blank(content),
        Block::DescriptionList { items, .. } => items.iter().any(|item| {
            item.terms.iter().any(|term| !is_blank(term))
                || item.descriptions.iter().any(|blocks| any(blocks))
        }),
        Block::Footnotes { notes } => notes.iter().any(|note| any(&note.content)),
        Block::List { items, .. } => items.iter().any(|item| any(item)),
        Block::Quote { content, .. } => any(content),
        Block::Table { caption, head, body, .. } => {
            !is_blank(caption) || head.iter().chain(body).flatten().any(|cell| !is_blank(&cell.content))
        }
        Block::Code { text, .. } => !text.chars().all(|c| c.is_control() || c.is_whitespace()),
        Block::Image { .. }
        | Block::Gallery { .. }
        | Block::Video { .. }
        | Block::Audio { .. }
        | Block::File { .. }
        | Block::Embed { .. }
        | Block::Divider => true,
    }
}
