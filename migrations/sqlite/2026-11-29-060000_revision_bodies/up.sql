-- The text of a revision lies apart from its other members, so that lists and the calendar do not read it.
ALTER TABLE article_revisions ADD COLUMN body TEXT;
UPDATE article_revisions SET body = json_extract(document, '$.body'), document = json_remove(document, '$.body');
