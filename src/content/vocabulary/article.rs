//! Vocabularies of articles.

vocabulary! { "snake_case",
    /// Kind of article.
    #[derive(Default)]
    pub enum ArticleType {
        /// News report.
        #[default]
        Article,
        /// Opinion piece or editorial.
        Opinion,
        /// News analysis.
        Analysis,
        /// Interview.
        Interview,
        /// Review of a book, film, play or product.
        Review,
        /// Short report.
        Brief,
        /// Picture gallery.
        Gallery,
        /// Article whose main part is a video.
        Video,
        /// Article whose main part is an audio recording, such as a podcast episode.
        Audio,
        /// Live blog.
        Liveblog,
    }
}

vocabulary! { "snake_case",
    /// State of an article in the newsroom's workflow. Only the state `published` is public.
    pub enum Status {
        /// In work. Readers see nothing.
        Draft,
        /// Submitted, waiting for an editor. Readers see nothing.
        InReview,
        /// The scheduler will publish the article at `publish_at`. Readers see nothing yet.
        Scheduled,
        /// Readers see the published version.
        Published,
        /// Removed from the public site. An editor can publish it again.
        Withdrawn,
        /// Removed from the public site for good, for example for legal reasons. Readers see the reason.
        Killed,
        /// In the trash. It can be restored or permanently deleted.
        Trashed,
    }
}

vocabulary! { "snake_case",
    /// Whether readers may comment on an article, and who sees new comments.
    #[derive(Default)]
    pub enum CommentPolicy {
        /// Readers cannot comment.
        Closed,
        /// New comments are held until a moderator approves them.
        #[default]
        Moderated,
        /// New comments are public immediately, unless an automatic check holds them.
        Open,
    }
}

vocabulary! { "snake_case",
    /// Kind of public note about a change to a published article.
    pub enum CorrectionKind {
        /// A factual error was corrected.
        Correction,
        /// An unclear or misleading passage was clarified.
        Clarification,
        /// New developments were added.
        Update,
        /// The newsroom no longer supports the article.
        Retraction,
    }
}

vocabulary! { "snake_case",
    /// What happens to an article at a scheduled time.
    pub enum CalendarKind {
        /// The scheduler publishes the article.
        Publish,
        /// The scheduler withdraws the article.
        Expire,
        /// The embargo ends. The article may be published from then on.
        Embargo,
    }
}
