-- Times are microseconds since 1970 in UTC; documents are JSON text.

CREATE TABLE site (
    id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    content_epoch BIGINT NOT NULL,
    content_updated_at BIGINT NOT NULL
);

INSERT INTO site (id, content_epoch, content_updated_at) VALUES (1, 0, 0);

-- The last News ID given out.
CREATE TABLE news_ids (
    id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    last BIGINT NOT NULL
);

INSERT INTO news_ids (id, last) VALUES (1, 0);

CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    disabled_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE sections (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    parent_id BIGINT REFERENCES sections (id),
    slug TEXT NOT NULL,
    path TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT,
    position INTEGER NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX sections_parent_id ON sections (parent_id);

CREATE TABLE authors (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    bio TEXT,
    email TEXT,
    image TEXT,
    links TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE tags (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- The working side. What the newsroom sees of an article is its head revision; the other columns
-- repeat from it what lists filter by.
CREATE TABLE articles (
    id BIGINT PRIMARY KEY NOT NULL,
    status TEXT NOT NULL,
    version BIGINT NOT NULL,
    head_revision BIGINT NOT NULL,
    live_revision BIGINT,
    live_version BIGINT,
    slug TEXT NOT NULL UNIQUE,
    section_id BIGINT REFERENCES sections (id),
    first_published_at BIGINT,
    created_by BIGINT NOT NULL REFERENCES users (id),
    updated_by BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX articles_updated_at ON articles (updated_at, id);
CREATE INDEX articles_section_id ON articles (section_id);
CREATE INDEX articles_created_by ON articles (created_by, updated_at, id);

CREATE TABLE article_authors (
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    author_id BIGINT NOT NULL REFERENCES authors (id),
    PRIMARY KEY (article_id, author_id)
);

CREATE INDEX article_authors_author_id ON article_authors (author_id, article_id);

CREATE TABLE article_tags (
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    tag_id BIGINT NOT NULL REFERENCES tags (id),
    PRIMARY KEY (article_id, tag_id)
);

CREATE INDEX article_tags_tag_id ON article_tags (tag_id, article_id);

-- Every save, never changed afterwards.
CREATE TABLE article_revisions (
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    document TEXT NOT NULL,
    created_by BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (article_id, number)
);

-- What the paper has told readers to have been wrong. It stays with the article for good.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    published_at BIGINT NOT NULL
);

CREATE INDEX corrections_article_id ON corrections (article_id, published_at, id);

CREATE TABLE comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    parent_id BIGINT REFERENCES comments (id) ON DELETE CASCADE,
    author_name TEXT NOT NULL,
    author_email TEXT,
    body TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX comments_article_id ON comments (article_id, status, created_at, id);
CREATE INDEX comments_status ON comments (status, created_at, id);
CREATE INDEX comments_created_at ON comments (created_at, id);
CREATE INDEX comments_parent_id ON comments (parent_id);

-- The public side: all that delivery may read. Written by publishing alone.
CREATE TABLE published_articles (
    id BIGINT PRIMARY KEY NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    slug TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    language TEXT NOT NULL,
    headline TEXT NOT NULL,
    kicker TEXT,
    lead TEXT,
    summary TEXT,
    blocks TEXT NOT NULL,
    html TEXT NOT NULL,
    text TEXT NOT NULL,
    word_count BIGINT NOT NULL,
    section_id BIGINT NOT NULL REFERENCES sections (id),
    byline TEXT,
    source TEXT,
    dateline TEXT,
    lead_image TEXT,
    is_breaking BOOLEAN NOT NULL,
    is_featured BOOLEAN NOT NULL,
    first_published_at BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    comment_policy TEXT NOT NULL,
    comments_close_at BIGINT,
    comment_count BIGINT NOT NULL,
    seo TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE INDEX published_articles_published_at ON published_articles (published_at, id);
CREATE INDEX published_articles_section_id ON published_articles (section_id, published_at, id);

CREATE TABLE published_article_authors (
    article_id BIGINT NOT NULL REFERENCES published_articles (id) ON DELETE CASCADE,
    author_id BIGINT NOT NULL REFERENCES authors (id),
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (article_id, author_id)
);

CREATE INDEX published_article_authors_author_id ON published_article_authors (author_id, article_id);

CREATE TABLE published_article_tags (
    article_id BIGINT NOT NULL REFERENCES published_articles (id) ON DELETE CASCADE,
    tag_id BIGINT NOT NULL REFERENCES tags (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (article_id, tag_id)
);

CREATE INDEX published_article_tags_tag_id ON published_article_tags (tag_id, article_id);

CREATE VIEW published_sections AS
SELECT id, parent_id, slug, path, name, description, position FROM sections;

-- Without the authors' e-mail addresses.
CREATE VIEW published_authors AS
SELECT id, slug, name, bio, image, links FROM authors;

CREATE VIEW published_corrections AS
SELECT corrections.id, corrections.article_id, corrections.kind, corrections.text, corrections.published_at
FROM corrections
INNER JOIN published_articles ON published_articles.id = corrections.article_id;

CREATE VIEW published_tags AS
SELECT id, slug, name, type FROM tags;

-- Approved comments of published articles, without the readers' e-mail addresses. An answer shows
-- only as long as the comment it answers does.
CREATE VIEW published_comments AS
SELECT comments.id, comments.article_id, comments.parent_id, comments.author_name, comments.body, comments.created_at
FROM comments
INNER JOIN published_articles ON published_articles.id = comments.article_id
LEFT JOIN comments AS parents ON parents.id = comments.parent_id
WHERE comments.status = 'approved' AND (comments.parent_id IS NULL OR parents.status = 'approved');
