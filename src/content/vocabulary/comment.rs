//! Vocabularies of readers' comments and their moderation.

vocabulary! { "snake_case",
    /// State of a comment in moderation.
    pub enum CommentStatus {
        /// Waiting for a moderator.
        Pending,
        /// Visible to readers.
        Approved,
        /// Rejected by a moderator or by a rule.
        Rejected,
        /// Marked as spam.
        Spam,
    }
}

vocabulary! { "kebab-case",
    /// Why a comment may need a moderator: the result of an automatic check, or a report by a reader.
    pub enum CommentReason {
        /// The hidden form field, which people do not see, has a value. The sender is probably a bot.
        Honeypot,
        /// The name or text contains a banned word or phrase.
        BannedWord,
        /// The name or text contains a suspect word or phrase.
        SuspectWord,
        /// The e-mail address is banned.
        BannedEmail,
        /// The e-mail address is suspect.
        SuspectEmail,
        /// The IP address is banned.
        BannedAddress,
        /// The IP address is suspect.
        SuspectAddress,
        /// The text is unusually long or short.
        Length,
        /// The text has more than one link.
        Links,
        /// Most letters of the text are capitals.
        Capitals,
        /// This reader sent the same text before, or the article already received it, within a day.
        Repeat,
        /// The reader sent several comments to this article within minutes.
        Rate,
        /// A reader reported advertising.
        ReportedSpam,
        /// A reader reported an insult, a threat or hate speech.
        ReportedAbuse,
        /// A reader reported that the comment is off topic.
        ReportedOffTopic,
        /// A reader reported that the comment reveals private information about a person.
        ReportedPersonalData,
        /// A reader reported another problem.
        ReportedOther,
    }
}

vocabulary! { "kebab-case",
    /// Why a reader reports a comment.
    pub enum ReportReason {
        /// Advertising.
        Spam,
        /// Insult, threat or hate speech.
        Abuse,
        /// Off topic.
        OffTopic,
        /// Private information about a person.
        PersonalData,
        /// Another problem.
        Other,
    }
}

impl From<ReportReason> for CommentReason {
    fn from(reason: ReportReason) -> Self {
        match reason {
            ReportReason::Spam => Self::ReportedSpam,
            ReportReason::Abuse => Self::ReportedAbuse,
            ReportReason::OffTopic => Self::ReportedOffTopic,
            ReportReason::PersonalData => Self::ReportedPersonalData,
            ReportReason::Other => Self::ReportedOther,
        }
    }
}

vocabulary! { "snake_case",
    /// What a comment rule matches.
    pub enum RuleKind {
        /// A word or phrase in the sender's name or the text. Whole words match, without regard to case and accents.
        Word,
        /// The sender's e-mail address, or all addresses of a host such as `@host.example`.
        Email,
        /// The client's IP address, or a network such as `192.0.2.0/24`.
        Address,
    }
}

vocabulary! { "snake_case",
    /// What happens to a comment that matches a rule.
    pub enum RuleAction {
        /// The comment is rejected. Its sender gets the same response as for a held comment.
        Ban,
        /// The comment is held for a moderator.
        Suspect,
    }
}
