-- What reporters said is erased with their contact, 90 days after closing. Those closed before are to be looked at, too.
--
-- Form as in 0001.

UPDATE casefile SET next_at = closed + 7776000000000
WHERE is_open = 0 AND next_at IS NULL AND closed IS NOT NULL AND (
    EXISTS (SELECT 1 FROM case_said s WHERE s.district = casefile.district AND s.casefile = casefile.id)
    OR EXISTS (SELECT 1 FROM case_mark m WHERE m.district = casefile.district AND m.casefile = casefile.id
        AND m.level = 0 AND m.reason IS NOT NULL));
