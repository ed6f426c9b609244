-- The ids of the sections that an editor is restricted to, as a JSON list; null is the whole newsroom. Of a section that
-- is deleted nothing is left in it, and nothing is no restriction lifted: an empty list opens no section.
ALTER TABLE users ADD COLUMN sections TEXT;
