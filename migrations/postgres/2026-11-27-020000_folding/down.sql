-- What was folded further is found all the same.
SELECT 1;
