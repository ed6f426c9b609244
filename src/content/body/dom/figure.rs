//! Reads a `figure` element: an image, a gallery, a video, an embed, a table, a file or a pull quote, with its caption.

use scraper::{ElementRef, Node};

use super::{
    super::{
        block::Block, block_part::GalleryImage, inline::Inline, link::source_url, provider::parse_embed_url,
    },
    attributes::{LangDir, collapsed},
    context::Context,
    inline_builder::InlineBuilder,
    inline_element::{is_blank, take_credit},
    paragraph::{paragraph, sole_image},
};

/// The blocks of a figure, with its caption at the block that it belongs to. Without such a block, the caption is a paragraph.
///
/// - A pull quote has one `blockquote` with inline content or one paragraph, without source and language of its own.
/// - Several images and nothing else are a gallery.
/// - A link alone is an embed when it shows its own URL and a provider is known, or else a file.
///
/// `blocks` are the blocks inside, without the captions. Each caption comes with the number of blocks before it.
pub(super) fn blocks(
    element: ElementRef<'_>,
    mut blocks: Vec<Block>,
    captions: &[(usize, ElementRef<'_>)],
    context: &Context,
) -> Vec<Block> {
    let mut inlines = InlineBuilder::default();
    captions.iter().for_each(|(_, caption)| inlines.element(*caption));
    let caption = inlines.finish();
    let LangDir { lang, dir } = context.lang_dir.clone();
    if let Some(block) = link_block(element, &blocks, &caption, &context.lang_dir) {
        blocks = vec![block];
    } else if let [Block::Quote { cite: None, lang: quote_lang, dir: quote_dir, content }] = blocks.as_slice()
        && (quote_lang, quote_dir) == (&lang, &dir)
        && captions.iter().all(|(before, _)| *before > 0)
        && let Some(content) = pull_quote(content)
    {
        return vec![Block::PullQuote { lang, dir, content, attribution: caption }];
    } else if let Some(images) = gallery(&blocks, &context.lang_dir) {
        return vec![Block::Gallery { lang, dir, images, caption }];
    }
    if caption.is_empty() {
        return blocks;
    }
    if !attach(caption, &mut blocks, captions) {
        for (before, caption) in captions.iter().rev() {
            let mut inlines = InlineBuilder::default();
            inlines.element(*caption);
            let content = inlines.finish();
            if !content.is_empty() {
                let block = paragraph(content, context.lang_dir.clone(), context.nesting == 0);
                blocks.insert((*before).min(blocks.len()), block);
            }
        }
    }
    blocks
}

/// Gives the caption to the only block that can have one. `false` when there is none, or when words would change their order.
fn attach(caption: Vec<Inline>, blocks: &mut [Block], captions: &[(usize, ElementRef<'_>)]) -> bool {
    let mut candidates = (0..blocks.len()).filter(|at| has_no_caption(&blocks[*at]));
    let (Some(at), None) = (candidates.next(), candidates.next()) else { return false };
    let Some((before, _)) = captions.first().filter(|first| captions.iter().all(|next| next.0 == first.0))
    else {
        return false;
    };
    let to = (*before).clamp(1, blocks.len()) - 1;
    if at != to && !may_move(&blocks[at]) {
        return false;
    }
    set_caption(&mut blocks[at], caption);
    if at < to {
        blocks[at..=to].rotate_left(1)
    } else {
        blocks[to..=at].rotate_right(1)
    }
    true
}

/// Whether a block has no words without its caption, so that it may move to its caption.
fn may_move(block: &Block) -> bool {
    matches!(block, Block::Image { .. } | Block::Video { .. } | Block::Audio { .. } | Block::Embed { .. })
}

/// The embed or file of a figure with one link. `None` when other text would be lost.
fn link_block(
    figure: ElementRef<'_>,
    blocks: &[Block],
    caption: &[Inline],
    lang_dir: &LangDir,
) -> Option<Block> {
    let mut links = figure.descendent_elements().filter(|inner| inner.value().name() == "a");
    let link = links.next().filter(|link| !is_in_caption(*link))?;
    if links.any(|link| !is_in_caption(link)) {
        return None;
    }
    let content = match blocks {
        [] => &[][..],
        [Block::Paragraph { content, .. }] => content,
        _ => return None,
    };
    let LangDir { lang, dir } = lang_dir.clone();
    let url = source_url(link.attr("href")?)?;
    let text = match content {
        [] => "",
        [Inline::Link { href, title: None, lang: None, dir: None, content }] if *href == url => {
            match content.as_slice() {
                [Inline::Text { text }] => text,
                _ => return None,
            }
        }
        _ => return None,
    };
    let shows_itself = text.is_empty() || source_url(text).as_ref() == Some(&url);
    match parse_embed_url(&url) {
        Ok((url, provider)) if shows_itself => {
            Some(Block::Embed { url, provider, lang, dir, caption: Vec::new() })
        }
        Ok(_) => None,
        Err(_) => (!text.is_empty() && caption.is_empty() && is_sole_child(figure, link))
            .then(|| Block::File { url, title: collapsed([text].into_iter()), lang, dir }),
    }
}

fn is_in_caption(element: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|outer| outer.value().name() == "figcaption")
}

/// Whether an element is the only child besides white space.
fn is_sole_child(parent: ElementRef<'_>, child: ElementRef<'_>) -> bool {
    let counts = |node: &Node| node.as_text().is_none_or(|text| !text.trim().is_empty());
    parent.children().filter(|node| counts(node.value())).map(|node| node.id()).eq([child.id()])
}

/// The content of a pull quote: one paragraph, or an image. `None` for other blocks.
fn pull_quote(blocks: &[Block]) -> Option<Vec<Inline>> {
    match blocks {
        [Block::Paragraph { lang: None, dir: None, content }] => Some(content.clone()),
        [Block::Image { url, alt, width, height, href, lang: None, dir: None, caption, credit }]
            if caption.is_empty() && credit.is_empty() =>
        {
            let image = Inline::Image { url: url.clone(), alt: alt.clone(), width: *width, height: *height };
            Some(vec![match href.clone() {
                Some(href) => Inline::Link { href, title: None, lang: None, dir: None, content: vec![image] },
                None => image,
            }])
        }
        _ => None,
    }
}

/// The images of a gallery: at least two, and nothing else. They may be items of one list, as WordPress writes them.
fn gallery(blocks: &[Block], lang_dir: &LangDir) -> Option<Vec<GalleryImage>> {
    let blocks: Vec<&Block> = match blocks {
        [Block::List { items, .. }] => items.iter().flatten().collect(),
        blocks => blocks.iter().collect(),
    };
    let mut images = Vec::new();
    for block in blocks {
        match block.clone() {
            Block::Image { url, alt, width, height, href, lang, dir, caption, credit } => {
                let lang = lang.filter(|lang| lang_dir.lang.as_ref() != Some(lang));
                let dir = dir.filter(|dir| lang_dir.dir != Some(*dir));
                images.push(GalleryImage { url, alt, width, height, href, lang, dir, caption, credit });
            }
            Block::Paragraph { content, .. } => {
                for item in content.iter().filter(|item| !is_blank(item)) {
                    images.push(inline_image(item)?);
                }
            }
            _ => return None,
        }
    }
    (images.len() > 1).then_some(images)
}

/// The image of an inline item, also in a link. `None` for other items.
fn inline_image(item: &Inline) -> Option<GalleryImage> {
    let (image, href) = sole_image(std::slice::from_ref(item))?;
    let Inline::Image { url, alt, width, height } = image.clone() else { return None };
    let (caption, credit) = (Vec::new(), Vec::new());
    Some(GalleryImage { url, alt, width, height, href, lang: None, dir: None, caption, credit })
}

/// Whether a block can have a caption and has none.
fn has_no_caption(block: &Block) -> bool {
    match block {
        Block::Image { caption, credit, .. }
        | Block::Video { caption, credit, .. }
        | Block::Audio { caption, credit, .. } => caption.is_empty() && credit.is_empty(),
        Block::Gallery { caption, .. } | Block::Table { caption, .. } | Block::Embed { caption, .. } => {
            caption.is_empty()
        }
        _ => false,
    }
}

/// Sets the caption of a block. Small print at its end is the credit.
fn set_caption(block: &mut Block, mut text: Vec<Inline>) {
    match block {
        Block::Image { caption, credit, .. }
        | Block::Video { caption, credit, .. }
        | Block::Audio { caption, credit, .. } => {
            *credit = take_credit(&mut text);
            *caption = text;
        }
        Block::Gallery { caption, .. } | Block::Table { caption, .. } | Block::Embed { caption, .. } => {
            *caption = text;
        }
        _ => {}
    }
}
