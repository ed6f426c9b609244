-- How often articles were read, by spans of time: the length of a span in seconds, and the second it began in.
CREATE TABLE view_counts (
    span BIGINT NOT NULL,
    start BIGINT NOT NULL,
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    views INTEGER NOT NULL,
    PRIMARY KEY (span, start, article_id)
);
CREATE INDEX view_counts_article_id ON view_counts (article_id);

CREATE VIEW published_view_counts AS
SELECT view_counts.span, view_counts.start, view_counts.article_id, view_counts.views, published_articles.section_id
FROM view_counts
INNER JOIN published_articles ON published_articles.id = view_counts.article_id;
