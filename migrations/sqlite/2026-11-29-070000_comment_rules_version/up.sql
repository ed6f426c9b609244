-- Counts the changes of the comment rules, from 1: whoever keeps them in memory reads them again when it is another one.
ALTER TABLE site ADD COLUMN comment_rules_version BIGINT NOT NULL DEFAULT 1;
