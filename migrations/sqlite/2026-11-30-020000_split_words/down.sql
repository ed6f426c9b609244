-- Older versions must not read these words: they would suggest them.
DELETE FROM published_vocabulary WHERE word >= '+' AND word < ',';
