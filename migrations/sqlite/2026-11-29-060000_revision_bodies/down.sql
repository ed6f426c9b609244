UPDATE article_revisions SET document = json_set(document, '$.body', json(body));
ALTER TABLE article_revisions DROP COLUMN body;
