//! Reads blocks.

use serde_json::Value;

use super::{
    super::{
        Block, DescriptionItem, Note,
        dom::style::is_code_language,
        limits::{MAX_NESTING, NUMBERS},
        link::source_url,
    },
    inline::{SOURCE, inlines, is_blank, lang_and_dir},
    json_pointer::JsonPointer,
    media,
    object_reader::ObjectReader,
    table::table,
    value::{boolean, id, items, list, number, string, url},
};

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
        "image" => media::image(&mut object),
        "gallery" => media::gallery(&mut object),
        "video" => media::video(&mut object),
        "audio" => media::audio(&mut object),
        "file" => media::file(&mut object),
        "embed" => {
            let block = media::embed(&mut object);
            object.finish();
            return block;
        }
        "table" => table(&mut object),
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
