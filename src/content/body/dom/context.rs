//! What blocks inherit from the elements around them.

use scraper::ElementRef;

use super::{
    super::{inline::Inline, limits::MAX_NESTING},
    attributes::LangDir,
    inline_builder::InlineBuilder,
};

/// What the blocks inherit from the elements around them.
#[derive(Clone, Default)]
pub(super) struct Context {
    /// Language and direction of a container that does not become a block itself.
    pub(super) lang_dir: LangDir,
    /// The links and marks around the blocks, without content.
    around: Vec<Inline>,
    /// The number of lists, quotes and notes around the blocks.
    pub(super) nesting: usize,
    /// Whether the blocks are parts of a figure.
    in_figure: bool,
}

impl Context {
    /// Whether the blocks are parts of a figure.
    pub(super) fn is_in_figure(&self) -> bool {
        self.in_figure
    }

    /// The context inside a list or quote.
    pub(super) fn nested(&self) -> Self {
        Self {
            lang_dir: LangDir::default(),
            around: self.around.clone(),
            nesting: self.nesting + 1,
            in_figure: false,
        }
    }

    /// The context inside an item of a list, with the language and direction of the item only.
    pub(super) fn in_item(&self, item: ElementRef<'_>) -> Self {
        Self { lang_dir: LangDir::of(item), ..self.nested() }
    }

    /// The context inside a figure.
    pub(super) fn in_figure(&self, figure: ElementRef<'_>) -> Self {
        Self { lang_dir: self.lang_dir_of(figure), in_figure: true, ..self.clone() }
    }

    /// A builder for inline content, inside the links and marks around the blocks.
    pub(super) fn inline_builder(&self) -> InlineBuilder {
        InlineBuilder::within(&self.around)
    }

    /// Language and direction of an element, or else those around it.
    pub(super) fn lang_dir_of(&self, element: ElementRef<'_>) -> LangDir {
        LangDir::of(element).or_inherit(&self.lang_dir)
    }

    /// Adds links and marks, unless they are there.
    pub(super) fn surround(&mut self, inlines: Vec<Inline>) {
        for inline in inlines {
            let is_there = self.around.iter().any(|outer| match (outer, &inline) {
                (Inline::Link { .. }, Inline::Link { .. }) => true,
                (Inline::Mark { mark, .. }, Inline::Mark { mark: next, .. }) => mark == next,
                _ => false,
            });
            if !is_there && self.around.len() < MAX_NESTING {
                self.around.push(inline);
            }
        }
    }
}
