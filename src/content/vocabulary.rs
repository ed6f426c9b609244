//! The closed vocabularies of the newsroom, each written in lower case with underscores.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantNames};
use utoipa::ToSchema;

/// What kind of piece an article is.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ToSchema,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ArticleType {
    /// A news report.
    #[default]
    Article,
    /// An opinion piece or editorial.
    Opinion,
    /// An analysis of news.
    Analysis,
    /// An interview.
    Interview,
    /// A review of a book, film, play or product.
    Review,
    /// A short report.
    Brief,
    /// A picture gallery.
    Gallery,
    /// A piece led by a video.
    Video,
    /// A piece led by sound.
    Audio,
    /// A live blog.
    Liveblog,
}

/// What a tag stands for.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumString, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TagType {
    /// A subject.
    #[default]
    Topic,
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place.
    Place,
    /// An event.
    Event,
    /// A series of articles.
    Series,
}

/// Where an article stands in the newsroom's workflow.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    ToSchema,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Status {
    /// Being written; readers see nothing.
    Draft,
    /// Waiting for an editor; readers see nothing.
    InReview,
    /// Will be published by itself at its time; readers see nothing yet.
    Scheduled,
    /// Readers see the live version.
    Published,
    /// Has been taken back from readers.
    Withdrawn,
    /// Has been taken back for good; readers are told why.
    Killed,
    /// Thrown away; can be restored, or deleted for good.
    Trashed,
}

/// How readers may comment on an article.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumString, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CommentPolicy {
    /// No new comments.
    Closed,
    /// New comments are held until a moderator approves them.
    #[default]
    Moderated,
    /// New comments are shown at once, unless something speaks against it.
    Open,
}

/// What a correction does to an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CorrectionKind {
    /// Something was wrong, and is right now.
    Correction,
    /// Something could be misunderstood, and is clearer now.
    Clarification,
    /// Something has happened since.
    Update,
    /// The paper no longer stands by it.
    Retraction,
}

/// Where a comment stands in moderation.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    ToSchema,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CommentStatus {
    /// Waiting for a moderator.
    Pending,
    /// Shown to readers.
    Approved,
    /// Refused by a moderator.
    Rejected,
    /// Advertising or worse.
    Spam,
}

/// What speaks against showing a comment: findings of the checks, and what readers reported.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ToSchema,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum CommentReason {
    /// A member was filled in that people do not see.
    Honeypot,
    /// It has a word that is banned.
    BannedWord,
    /// It has a word that is suspect.
    SuspectWord,
    /// The e-mail address is banned.
    BannedEmail,
    /// The e-mail address is suspect.
    SuspectEmail,
    /// It comes from an address of the network that is banned.
    BannedAddress,
    /// It comes from an address of the network that is suspect.
    SuspectAddress,
    /// It is unusually long or short.
    Length,
    /// It has more than one link.
    Links,
    /// Most of it is in capitals.
    Capitals,
    /// The same text was sent by this reader, or to this article, within a day.
    Repeat,
    /// The reader sent several to this article within minutes.
    Rate,
    /// Readers took it for advertising.
    ReportedSpam,
    /// Readers took it for an insult, a threat or hate.
    ReportedAbuse,
    /// Readers found it beside the point.
    ReportedOffTopic,
    /// Readers found that it tells of somebody what is nobody's business.
    ReportedPersonalData,
    /// Readers found something else wrong with it.
    ReportedOther,
}

/// Why a reader reports a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumString, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ReportReason {
    /// Advertising.
    Spam,
    /// An insult, a threat or hate.
    Abuse,
    /// Beside the point.
    OffTopic,
    /// It tells of somebody what is nobody's business.
    PersonalData,
    /// Something else.
    Other,
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

/// What a rule on comments looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RuleKind {
    /// Words of the name and the text: one, or several in a row.
    Word,
    /// The e-mail address: one, or all of a host, as `@host.example`.
    Email,
    /// The address in the network: one, or a network such as `192.0.2.0/24`.
    Address,
}

/// What a rule on comments does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RuleAction {
    /// The comment is rejected; whoever sent it is told that it is held.
    Ban,
    /// The comment is held for a moderator.
    Suspect,
}

/// What an account may do, from the least to the most trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    /// Writes own articles.
    Reporter,
    /// Works on comments only.
    Moderator,
    /// Works on every article, section, author, tag and comment, and publishes.
    Editor,
    /// May do everything.
    Admin,
}

/// What kind of actor it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ActorKind {
    /// Somebody with an account.
    User,
    /// A program with an API key.
    Key,
    /// Broadsheet itself, such as its scheduler.
    System,
}

/// What an API key may be used for, as far as the role of its maker allows it.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ToSchema,
    EnumString,
    IntoStaticStr,
)]
#[schema(as = KeyScope)]
pub enum Scope {
    /// To read articles in any state.
    #[serde(rename = "articles:read")]
    #[strum(serialize = "articles:read")]
    ReadArticles,
    /// To write articles, and to read them.
    #[serde(rename = "articles:write")]
    #[strum(serialize = "articles:write")]
    WriteArticles,
    /// To publish, schedule, withdraw and kill articles, and to read them.
    #[serde(rename = "articles:publish")]
    #[strum(serialize = "articles:publish")]
    PublishArticles,
    /// To change sections, authors, tags and redirects.
    #[serde(rename = "taxonomy:write")]
    #[strum(serialize = "taxonomy:write")]
    EditTaxonomy,
    /// To see and decide on readers' comments.
    #[serde(rename = "comments:moderate")]
    #[strum(serialize = "comments:moderate")]
    ModerateComments,
    /// To manage accounts, admins' too: as good as all the others.
    #[serde(rename = "users:admin")]
    #[strum(serialize = "users:admin")]
    ManageUsers,
}

/// What kind of thing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
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
    /// A rule on comments.
    CommentRule,
    /// The site's own settings.
    Site,
    /// A link that shows a working copy.
    PreviewToken,
    /// An account.
    User,
    /// An API key.
    ApiKey,
}

/// What kind of thing has a name in public addresses.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ToSchema,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
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

/// What happens to an article by itself at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CalendarKind {
    /// It is published.
    Publish,
    /// It is withdrawn.
    Expire,
    /// Its embargo ends.
    Embargo,
}
