-- What is known of a comment besides its text. Nothing tells who sent it: the digest of a reader's address is made with
-- a secret of the day, and is gone with it.
ALTER TABLE comments ADD COLUMN reasons TEXT NOT NULL DEFAULT '[]';
ALTER TABLE comments ADD COLUMN replies BIGINT NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN likes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN reports BIGINT NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN reported_at BIGINT;
ALTER TABLE comments ADD COLUMN fingerprint TEXT;
ALTER TABLE comments ADD COLUMN reader TEXT;
ALTER TABLE comments ADD COLUMN erased_at BIGINT;
-- Addresses are compared when a reader asks for what was sent with one.
UPDATE comments SET author_email = lower(author_email);
UPDATE comments SET replies = (
    SELECT count(*) FROM comments AS answers WHERE answers.parent_id = comments.id AND answers.status = 'approved'
);

-- An answer is shown from now on also where the comment it answers is not.
UPDATE published_articles SET comment_count = (
    SELECT count(*) FROM comments WHERE comments.article_id = published_articles.id AND comments.status = 'approved'
);
UPDATE site SET content_epoch = content_epoch + 1 WHERE content_epoch > 0;

-- Approved comments of published articles, without the readers' e-mail addresses. A comment that is not shown any more
-- leaves its place to the answers to it.
DROP VIEW published_comments;
CREATE VIEW published_comments AS
SELECT
    comments.id,
    comments.article_id,
    comments.parent_id,
    CASE WHEN comments.status = 'approved' THEN comments.author_name END AS author_name,
    CASE WHEN comments.status = 'approved' THEN comments.body END AS body,
    comments.created_at,
    comments.likes,
    comments.replies
FROM comments
INNER JOIN published_articles ON published_articles.id = comments.article_id
WHERE comments.status = 'approved' OR comments.replies > 0;

DROP INDEX comments_parent_id;
CREATE INDEX comments_parent_id ON comments (parent_id, created_at, id);
CREATE INDEX comments_threads ON comments (article_id, created_at, id)
WHERE parent_id IS NULL AND (status = 'approved' OR replies > 0);
CREATE INDEX comments_best_threads ON comments (article_id, likes, id)
WHERE parent_id IS NULL AND (status = 'approved' OR replies > 0);
CREATE INDEX comments_reported ON comments (created_at, id) WHERE reported_at IS NOT NULL;
CREATE INDEX comments_fingerprint ON comments (fingerprint, created_at) WHERE fingerprint IS NOT NULL;
CREATE INDEX comments_reader ON comments (reader, created_at) WHERE reader IS NOT NULL;
CREATE INDEX comments_author_email ON comments (author_email) WHERE author_email IS NOT NULL;

-- Likes and reports, one of each kind per reader and day.
CREATE TABLE comment_marks (
    comment_id BIGINT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    reader TEXT NOT NULL,
    PRIMARY KEY (comment_id, kind, reader)
);

-- The secret of the day that readers' addresses are digested with.
CREATE TABLE reader_secrets (
    day BIGINT PRIMARY KEY NOT NULL,
    secret TEXT NOT NULL
);

-- Banned and suspect words and addresses.
CREATE TABLE comment_rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    action TEXT NOT NULL,
    expires_at BIGINT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX comment_rules_value_key ON comment_rules (kind, value);

-- How comments are taken where the article does not say.
ALTER TABLE site ADD COLUMN comments_policy TEXT NOT NULL DEFAULT 'moderated';
ALTER TABLE site ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE published_articles ADD COLUMN comments_follow_site BOOLEAN NOT NULL DEFAULT FALSE;

-- Since when readers are told numbers that are not the present ones.
ALTER TABLE site ADD COLUMN stale_since BIGINT;
