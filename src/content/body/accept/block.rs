//! Blocks as they are sent.

use serde_json::Value;

use super::{
    super::{
        Block, Cell,
        link::source,
        parse::MAX_NESTING,
        provider::{NotEmbeddable, Provider, embed},
    },
    inline::{SOURCE, image, is_blank, lang_and_dir, run},
    json_pointer::JsonPointer,
    object::Object,
    value::{choice, flag, items, list, number, text, url},
};

/// How many columns or rows a cell may cover.
const SPAN: std::ops::RangeInclusive<u32> = 1..=1000;

const KINDS: &str =
    "`paragraph`, `heading`, `list`, `quote`, `pull_quote`, `image`, `embed`, `table`, `code`, `divider`";

/// A list of blocks within so many lists and quotes.
pub(super) fn blocks(list: Vec<Value>, nesting: usize, place: &mut JsonPointer<'_>) -> Option<Vec<Block>> {
    items(list, place, &mut |item, place: &mut JsonPointer<'_>| block(item, nesting, place))
}

fn block(value: Value, nesting: usize, place: &mut JsonPointer<'_>) -> Option<Block> {
    let mut object = Object::open(value, place)?;
    let kind = object.required("type", text)?;
    if matches!(kind.as_str(), "list" | "quote") && nesting >= MAX_NESTING {
        object.refuse("nested-too-deep", format!("lists and quotes nest at most {MAX_NESTING} deep"));
        return None;
    }
    let block = match kind.as_str() {
        "paragraph" => {
            let (lang, dir) = lang_and_dir(&mut object);
            Block::Paragraph { lang, dir, content: object.required("content", run).unwrap_or_default() }
        }
        "heading" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let level = object.required("level", number(2..=4)).unwrap_or_default();
            let content = object.required("content", run).unwrap_or_default();
            Block::Heading { level: u8::try_from(level).unwrap_or_default(), lang, dir, content }
        }
        "list" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let ordered = object.required("ordered", flag).unwrap_or_default();
            let item = |value, place: &mut JsonPointer<'_>| nested(value, nesting + 1, place);
            let items = object.required("items", list(item)).unwrap_or_default();
            Block::List { ordered, lang, dir, items }
        }
        "quote" => quote(&mut object, nesting),
        "pull_quote" => pull_quote(&mut object),
        "image" => {
            let (lang, dir) = lang_and_dir(&mut object);
            let (url, alt, width, height) = image(&mut object);
            let caption = object.optional("caption", run).unwrap_or_default();
            Block::Image { url, alt, width, height, lang, dir, caption }
        }
        "embed" => {
            let block = embedded(&mut object);
            object.close();
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
            Block::Code { lang, dir, text: object.required("text", text).unwrap_or_default() }
        }
        "divider" => Block::Divider,
        _ => {
            object.fault("type", "unknown-value", format!("unknown value `{kind}`, expected one of {KINDS}"));
            return None;
        }
    };
    object.close();
    Some(block)
}

/// The blocks in a list item or a quote.
fn nested(value: Value, nesting: usize, place: &mut JsonPointer<'_>) -> Option<Vec<Block>> {
    list(|item, place: &mut JsonPointer<'_>| block(item, nesting, place))(value, place)
}

fn quote(object: &mut Object<'_, '_>, nesting: usize) -> Block {
    let (lang, dir) = lang_and_dir(object);
    let cite = object.optional("cite", url(source, SOURCE));
    let content = object.required("content", |value, place| {
        let content = nested(value, nesting + 1, place)?;
        if cite.is_some() && !content.iter().any(shows_something) {
            place.fault("empty", "must not be empty when there is a source");
        }
        Some(content)
    });
    Block::Quote { cite, lang, dir, content: content.unwrap_or_default() }
}

fn pull_quote(object: &mut Object<'_, '_>) -> Block {
    let (lang, dir) = lang_and_dir(object);
    let attribution = object.optional("attribution", run).unwrap_or_default();
    let content = object.required("content", |value, place| {
        let content = run(value, place)?;
        if is_blank(&content) && !is_blank(&attribution) {
            place.fault("empty", "must not be empty when there is an attribution");
        }
        Some(content)
    });
    Block::PullQuote { lang, dir, content: content.unwrap_or_default(), attribution }
}

fn embedded(object: &mut Object<'_, '_>) -> Option<Block> {
    let (lang, dir) = lang_and_dir(object);
    let caption = object.optional("caption", run).unwrap_or_default();
    let said: Option<Provider> = object.optional("provider", choice);
    let address = object.required("url", |value, place| {
        // As the schema says it: HTML is read more leniently.
        let url = text(value, place)?;
        let address = if url.starts_with("https://") { embed(&url) } else { Err(NotEmbeddable::Address) };
        let (code, detail) = match address {
            Ok(address) => return Some(address),
            Err(NotEmbeddable::Address) => {
                ("invalid-url", "must begin with `https://`, without a name, a password or a port")
            }
            Err(NotEmbeddable::Provider) => {
                ("unknown-provider", "is not an address of a provider whose things can be embedded")
            }
        };
        place.fault(code, detail);
        None
    });
    let (url, provider) = address?;
    if said.is_some_and(|said| said != provider) {
        object.fault("provider", "wrong-provider", "is not the one that the address belongs to");
    }
    Some(Block::Embed { url, provider, lang, dir, caption })
}

fn row(value: Value, place: &mut JsonPointer<'_>) -> Option<Vec<Cell>> {
    list(cell)(value, place)
}

fn cell(value: Value, place: &mut JsonPointer<'_>) -> Option<Cell> {
    let mut object = Object::open(value, place)?;
    let (lang, dir) = lang_and_dir(&mut object);
    let header = object.optional("header", flag).unwrap_or_default();
    let scope = object.optional("scope", choice);
    if scope.is_some() && !header {
        object.fault("scope", "not-here", "belongs to a cell with `header`");
    }
    let cell = Cell {
        header,
        scope,
        colspan: object.optional("colspan", number(SPAN)),
        rowspan: object.optional("rowspan", number(SPAN)),
        lang,
        dir,
        content: object.optional("content", run).unwrap_or_default(),
    };
    object.close();
    Some(cell)
}

/// Whether anything of a block is left when it is put in order.
fn shows_something(block: &Block) -> bool {
    let any = |blocks: &[Block]| blocks.iter().any(shows_something);
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
