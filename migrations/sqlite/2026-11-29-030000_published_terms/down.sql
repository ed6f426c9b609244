ALTER TABLE published_articles ADD COLUMN type TEXT NOT NULL DEFAULT '';
ALTER TABLE published_articles ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE published_articles ADD COLUMN headline TEXT NOT NULL DEFAULT '';
ALTER TABLE published_articles ADD COLUMN kicker TEXT;
ALTER TABLE published_articles ADD COLUMN lead TEXT;
ALTER TABLE published_articles ADD COLUMN summary TEXT;
ALTER TABLE published_articles ADD COLUMN word_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE published_articles ADD COLUMN byline TEXT;
ALTER TABLE published_articles ADD COLUMN source TEXT;
ALTER TABLE published_articles ADD COLUMN dateline TEXT;
ALTER TABLE published_articles ADD COLUMN lead_image TEXT;
ALTER TABLE published_articles ADD COLUMN is_breaking BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE published_articles ADD COLUMN is_featured BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE published_articles ADD COLUMN first_published_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE published_articles ADD COLUMN seo TEXT NOT NULL DEFAULT '{}';
ALTER TABLE published_articles ADD COLUMN corrections TEXT NOT NULL DEFAULT '[]';
UPDATE published_articles SET
    type = json_extract(payload, '$.type'),
    language = json_extract(payload, '$.language'),
    headline = json_extract(payload, '$.headline'),
    kicker = json_extract(payload, '$.kicker'),
    lead = json_extract(payload, '$.lead'),
    summary = json_extract(payload, '$.summary'),
    word_count = json_extract(payload, '$.word_count'),
    byline = json_extract(payload, '$.byline'),
    source = json_extract(payload, '$.source'),
    dateline = json_extract(payload, '$.dateline'),
    lead_image = json_extract(payload, '$.lead_image'),
    is_breaking = json_extract(payload, '$.is_breaking'),
    is_featured = json_extract(payload, '$.is_featured'),
    first_published_at = CAST(unixepoch(substr(json_extract(payload, '$.first_published_at'), 1, 19)) AS INTEGER) * 1000000 + CAST(substr(json_extract(payload, '$.first_published_at') || '000000', 21, 6) AS INTEGER),
    seo = json_extract(payload, '$.seo'),
    corrections = json_extract(payload, '$.corrections');
ALTER TABLE published_articles RENAME COLUMN payload TO shown;

CREATE TABLE published_article_authors (
    article_id BIGINT NOT NULL REFERENCES published_articles (id) ON DELETE CASCADE,
    author_id BIGINT NOT NULL REFERENCES authors (id),
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    published_at BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (article_id, author_id)
);
INSERT INTO published_article_authors (article_id, author_id, position, role, published_at, updated_at)
SELECT a.id, json_extract(c.value, '$.id'), c.key, json_extract(c.value, '$.role'), a.published_at, a.updated_at
FROM published_articles AS a CROSS JOIN json_each(a.credits) AS c;
CREATE INDEX published_article_authors_newest ON published_article_authors (author_id, published_at, article_id);
CREATE INDEX published_article_authors_changed ON published_article_authors (author_id, updated_at, article_id);

CREATE TABLE published_article_tags (
    article_id BIGINT NOT NULL REFERENCES published_articles (id) ON DELETE CASCADE,
    tag_id BIGINT NOT NULL REFERENCES tags (id),
    position INTEGER NOT NULL,
    published_at BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (article_id, tag_id)
);
INSERT INTO published_article_tags (article_id, tag_id, position, published_at, updated_at)
SELECT a.id, c.value, c.key, a.published_at, a.updated_at
FROM published_articles AS a CROSS JOIN json_each(a.tag_ids) AS c;
CREATE INDEX published_article_tags_newest ON published_article_tags (tag_id, published_at, article_id);
CREATE INDEX published_article_tags_changed ON published_article_tags (tag_id, updated_at, article_id);

DROP INDEX published_articles_section_id;
CREATE INDEX published_articles_published_at ON published_articles (published_at, id);
CREATE INDEX published_articles_section_id ON published_articles (section_id, published_at, id);
CREATE INDEX published_articles_changed ON published_articles (updated_at, id);
CREATE INDEX published_articles_section_changed ON published_articles (section_id, updated_at, id);
CREATE INDEX published_articles_type_newest ON published_articles (type, published_at, id);
CREATE INDEX published_articles_type_changed ON published_articles (type, updated_at, id);
CREATE INDEX published_articles_language_newest ON published_articles (language, published_at, id);
CREATE INDEX published_articles_language_changed ON published_articles (language, updated_at, id);
CREATE INDEX published_articles_breaking_newest ON published_articles (published_at, id) WHERE is_breaking;
CREATE INDEX published_articles_breaking_changed ON published_articles (updated_at, id) WHERE is_breaking;
CREATE INDEX published_articles_featured_newest ON published_articles (published_at, id) WHERE is_featured;
CREATE INDEX published_articles_featured_changed ON published_articles (updated_at, id) WHERE is_featured;

DROP TABLE published_term_counts;
DROP TABLE published_terms;
