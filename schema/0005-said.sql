-- What a reporter says with a step. The journal has a digest of it: its rows are for ever, these words can be erased.
--
-- Form as in 0001.

CREATE TABLE case_said (
    district {INT} NOT NULL,
    casefile {INT} NOT NULL,
    version {INT} NOT NULL,               -- of the case after the step
    reason {TEXT},
    note {TEXT},
    PRIMARY KEY (district, casefile, version),
    FOREIGN KEY (district, casefile) REFERENCES casefile (district, id)
) {DIST};
