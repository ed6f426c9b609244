-- One index for all lists: a row for each article and each list that it is on.
CREATE TABLE published_terms (
    article_id BIGINT NOT NULL REFERENCES published_articles (id) ON DELETE CASCADE,
    term TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (article_id, term)
) WITHOUT ROWID;
-- The ranges that take in a language: its tag, and each shorter one.
WITH RECURSIVE ranges (id, tag, published_at, updated_at) AS (
    SELECT id, language, published_at, updated_at FROM published_articles
    UNION ALL SELECT id, rtrim(rtrim(tag, replace(tag, '-', '')), '-'), published_at, updated_at FROM ranges
    WHERE tag LIKE '%-%'
)
INSERT INTO published_terms (article_id, term, published_at, updated_at)
SELECT id, 'all', published_at, updated_at FROM published_articles
UNION ALL SELECT id, 'section-' || section_id || '-alone', published_at, updated_at FROM published_articles
UNION ALL SELECT a.id, 'section-' || above.id, a.published_at, a.updated_at
    FROM published_articles AS a
    INNER JOIN sections AS own ON own.id = a.section_id
    INNER JOIN sections AS above ON above.path = own.path OR own.path LIKE replace(replace(above.path, '_', '\_'), '%', '\%') || '/%' ESCAPE '\'
UNION ALL SELECT article_id, 'author-' || author_id, published_at, updated_at FROM published_article_authors
UNION ALL SELECT article_id, 'tag-' || tag_id, published_at, updated_at FROM published_article_tags
UNION ALL SELECT id, 'type-' || type, published_at, updated_at FROM published_articles
UNION ALL SELECT id, 'language-' || tag, published_at, updated_at FROM ranges
UNION ALL SELECT id, 'breaking', published_at, updated_at FROM published_articles WHERE is_breaking
UNION ALL SELECT id, 'featured', published_at, updated_at FROM published_articles WHERE is_featured;
CREATE INDEX published_terms_newest ON published_terms (term, published_at, article_id);
CREATE INDEX published_terms_changed ON published_terms (term, updated_at, article_id);

-- How many articles have each term: which list is the shortest, and how long a list is.
CREATE TABLE published_term_counts (
    term TEXT PRIMARY KEY NOT NULL,
    articles BIGINT NOT NULL
) WITHOUT ROWID;
INSERT INTO published_term_counts (term, articles) SELECT term, count(*) FROM published_terms GROUP BY term;

DROP TABLE published_article_authors;
DROP TABLE published_article_tags;
DROP INDEX published_articles_featured_changed;
DROP INDEX published_articles_featured_newest;
DROP INDEX published_articles_breaking_changed;
DROP INDEX published_articles_breaking_newest;
DROP INDEX published_articles_language_changed;
DROP INDEX published_articles_language_newest;
DROP INDEX published_articles_type_changed;
DROP INDEX published_articles_type_newest;
DROP INDEX published_articles_section_changed;
DROP INDEX published_articles_section_id;
DROP INDEX published_articles_changed;
DROP INDEX published_articles_published_at;
-- Sections are deleted when nothing refers to them.
CREATE INDEX published_articles_section_id ON published_articles (section_id);

-- The answer itself holds what these columns held. Where it was not written yet, the next start completes it.
UPDATE published_articles SET shown = json_object(
    'id', id,
    'slug', slug,
    'type', type,
    'language', language,
    'dir', 'ltr',
    'headline', headline,
    'kicker', kicker,
    'lead', lead,
    'summary', summary,
    'word_count', word_count,
    'reading_minutes', 1,
    'byline', byline,
    'source', source,
    'dateline', dateline,
    'lead_image', json(lead_image),
    'is_breaking', json(CASE WHEN is_breaking THEN 'true' ELSE 'false' END),
    'is_featured', json(CASE WHEN is_featured THEN 'true' ELSE 'false' END),
    'first_published_at', strftime('%Y-%m-%dT%H:%M:%S', first_published_at / 1000000, 'unixepoch') || printf('.%06dZ', first_published_at % 1000000),
    'published_at', strftime('%Y-%m-%dT%H:%M:%S', published_at / 1000000, 'unixepoch') || printf('.%06dZ', published_at % 1000000),
    'updated_at', strftime('%Y-%m-%dT%H:%M:%S', updated_at / 1000000, 'unixepoch') || printf('.%06dZ', updated_at % 1000000),
    'corrections', json(corrections),
    'seo', json(seo),
    'version', version
) WHERE shown = '{}';
ALTER TABLE published_articles RENAME COLUMN shown TO payload;
ALTER TABLE published_articles DROP COLUMN type;
ALTER TABLE published_articles DROP COLUMN language;
ALTER TABLE published_articles DROP COLUMN headline;
ALTER TABLE published_articles DROP COLUMN kicker;
ALTER TABLE published_articles DROP COLUMN lead;
ALTER TABLE published_articles DROP COLUMN summary;
ALTER TABLE published_articles DROP COLUMN word_count;
ALTER TABLE published_articles DROP COLUMN byline;
ALTER TABLE published_articles DROP COLUMN source;
ALTER TABLE published_articles DROP COLUMN dateline;
ALTER TABLE published_articles DROP COLUMN lead_image;
ALTER TABLE published_articles DROP COLUMN is_breaking;
ALTER TABLE published_articles DROP COLUMN is_featured;
ALTER TABLE published_articles DROP COLUMN first_published_at;
ALTER TABLE published_articles DROP COLUMN seo;
ALTER TABLE published_articles DROP COLUMN corrections;
