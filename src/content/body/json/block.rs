//! Reads blocks.

use serde_json::Value;

use super::{
    super::{
        Block, Cell,
        link::source_url,
        parse::MAX_NESTING,
        provider::{NotEmbeddable, Provider, parse_embed_url},
    },
    inline::{SOURCE, image, inlines, is_blank, lang_and_dir},
    json_pointer::JsonPointer,
    object_reader::ObjectReader,
    value::{boolean, enum_value, items, list, number, string, url},
};

/// The number of columns or rows that a cell may span.
const SPAN: std::ops::RangeInclusive<u32> = 1..=1000;

/// The values of `type`, for fault details.
const BLOCK_TYPES: &str =
    "`paragraph`, `heading`, `list`, `quote`, `pull_quote`, `image`, `embed`, `table`, `code`, `divider`";

/// The blocks of a list. `nesting` is the number of lists and quotes around it.
pub(super) fn blocks(list: Vec<Value>, nesting: usize, pointer: &mut JsonPointer<'_>) -> Option<Vec<Block>> {
    items(list, pointer, &mut |item, pointer: &mut JsonPointer<'_>| block(item, nesting, pointer))
}

fn block(value: Value, nesting: usize, pointer: &mut JsonPointer<'_>) -> Option<Block> {
    let mut object = ObjectReader::new(value, pointer)?;
    let kind = object.required("type", string)?;
    if matches!(kind.as_str(), "list" | "quote") && nesting >= MAX_NESTING {
        object.fault("nested-too-deep", format!("lists and quotes nest at most {MAX_NESTING} deep"));
        return None;
    }
    let block = match kind.as_str() {
        "paragraph" => {
            let (lang, dir) = lang_and_dir(&mut object);
            Block::Paragraph { lang, dir, content: object.required("content", inlines).unwrap_or_default() }
        }
        "heading" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let level = object.required("level", number(2..=4)).unwrap_or_default();
            let content = object.required("content", inlines).unwrap_or_default();
            Block::Heading { level: u8::try_from(level).unwrap_or_default(), lang, dir, content }
        }
        "list" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let ordered = object.required("ordered", boolean).unwrap_or_default();
            let item = |value, pointer: &mut JsonPointer<'_>| nested(value, nesting + 1, pointer);
            let items = object.required("items", list(item)).unwrap_or_default();
            Block::List { ordered, lang, dir, items }
        }
        "quote" => quote(&mut object, nesting),
        "pull_quote" => pull_quote(&mut object),
        "image" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let (url, alt, width, height) = image(&mut object);
            let caption = object.optional("caption", inlines).unwrap_or_default();
            Block::Image { url, alt, width, height, lang, dir, caption }
        }
        "embed" => {
            let block = embedded(&mut object);
            object.finish();
            return block;
        }
        "table" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let head = object.optional("head", list(row)).unwrap_or_default();
            let body = object.optional("body", list(row)).unwrap_or_default();
            Block::Table { lang, dir, head, body }
        }
        "code" => {
            let (lang, dir) = lang_and_dir(&mut object);
            Block::Code { lang, dir, text: object.required("text", string).unwrap_or_default() }
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
        Block::List { items, .. } => items.iter().any(|item| any(item)),
        Block::Quote { content, .. } => any(content),
        Block::Table { head, body, .. } => {
            head.iter().chain(body).flatten().any(|cell| !is_blank(&cell.content))
        }
        Block::Code { text, .. } => !text.chars().all(|c| c.is_control() || c.is_whitespace()),
        Block::Image { .. } | Block::Embed { .. } | Block::Divider => true,
    }
}
