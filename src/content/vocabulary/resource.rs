//! Vocabularies of resources: which kinds there are, and what tags are about.

vocabulary! { "snake_case",
    /// Kind of resource that readers address by a slug in a public URL.
    pub enum ResourceKind {
        /// An article, by its slug.
        Article,
        /// A section, by its path.
        Section,
        /// An author, by their slug.
        Author,
        /// A tag, by its slug.
        Tag,
    }
}

vocabulary! { "snake_case",
    /// Kind of resource that an entry of the audit log is about.
    pub enum TargetKind {
        /// An article.
        Article,
        /// A section.
        Section,
        /// An author.
        Author,
        /// A tag.
        Tag,
        /// A redirect.
        Redirect,
        /// A reader's comment.
        Comment,
        /// A comment rule.
        CommentRule,
        /// The settings of the site.
        Site,
        /// The token of a preview link.
        PreviewToken,
        /// An account.
        User,
        /// An API key.
        ApiKey,
    }
}

vocabulary! { "snake_case",
    /// What a tag is about.
    #[derive(Default)]
    pub enum TagType {
        /// A topic.
        #[default]
        Topic,
        /// A person.
        Person,
        /// An organisation.
        Organisation,
        /// A geographic place.
        Place,
        /// An event.
        Event,
        /// A series of articles.
        Series,
    }
}
