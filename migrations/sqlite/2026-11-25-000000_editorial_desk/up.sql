-- When an article is to appear, from when it may, and when it goes; what was said with its last step.
ALTER TABLE articles ADD COLUMN publish_at BIGINT;
ALTER TABLE articles ADD COLUMN embargo_until BIGINT;
ALTER TABLE articles ADD COLUMN expires_at BIGINT;
ALTER TABLE articles ADD COLUMN step_note TEXT;

CREATE INDEX articles_status ON articles (status, updated_at, id);
CREATE INDEX articles_publish_at ON articles (publish_at, id) WHERE publish_at IS NOT NULL;
CREATE INDEX articles_embargo_until ON articles (embargo_until, id) WHERE embargo_until IS NOT NULL;
CREATE INDEX articles_expires_at ON articles (expires_at, id) WHERE expires_at IS NOT NULL;

-- What is going to happen to articles by itself.
CREATE VIEW calendar AS
SELECT id AS article_id, 'publish' AS kind, publish_at AS at, head_revision, created_by FROM articles
WHERE publish_at IS NOT NULL AND status = 'scheduled'
UNION ALL
SELECT id, 'expire', expires_at, head_revision, created_by FROM articles
WHERE expires_at IS NOT NULL AND status IN ('published', 'scheduled')
UNION ALL
SELECT id, 'embargo', embargo_until, head_revision, created_by FROM articles
WHERE embargo_until IS NOT NULL AND status IN ('draft', 'in_review', 'scheduled', 'withdrawn');

ALTER TABLE article_revisions ADD COLUMN note TEXT;

-- The words of working copies, folded, for the newsroom's search. The row is the article's id.
CREATE VIRTUAL TABLE article_search USING fts5 (words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0");

-- Articles that are gone for good in public, and what readers are told of it.
CREATE TABLE published_kills (
    article_id BIGINT PRIMARY KEY NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    killed_at BIGINT NOT NULL
);

-- Slugs and paths that things had in public once: old addresses lead to what they name now.
CREATE TABLE published_former_names (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    target_id BIGINT NOT NULL,
    PRIMARY KEY (kind, name)
);

CREATE INDEX published_former_names_target_id ON published_former_names (kind, target_id);

-- Links that show a working copy. Only a digest of each is kept.
CREATE TABLE preview_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    digest TEXT NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL
);

CREATE INDEX preview_tokens_article_id ON preview_tokens (article_id);

-- Answers to requests that made something, for those who ask the same again. The digest is of the
-- caller and the key, the fingerprint of the request.
CREATE TABLE idempotency_keys (
    digest TEXT PRIMARY KEY NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    etag TEXT,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);

-- Who did what. Rows are added, and that is all.
CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BIGINT,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target_id BIGINT NOT NULL,
    target_version BIGINT,
    changes TEXT NOT NULL
);

CREATE INDEX audit_log_target ON audit_log (target_kind, target_id, id);
CREATE INDEX audit_log_actor ON audit_log (actor_kind, actor_id, id);

CREATE TRIGGER audit_log_is_not_rewritten BEFORE UPDATE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_log_is_not_shortened BEFORE DELETE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
