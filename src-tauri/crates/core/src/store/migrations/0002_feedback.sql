ALTER TABLE answer ADD COLUMN rating TEXT NOT NULL DEFAULT 'none';
-- The last rating that the platform is known to have: what a refused one falls back to.
ALTER TABLE answer ADD COLUMN rating_settled TEXT NOT NULL DEFAULT 'none';
ALTER TABLE answer ADD COLUMN rating_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE answer ADD COLUMN rating_delivery TEXT NOT NULL DEFAULT 'settled';
ALTER TABLE answer ADD COLUMN rating_problem TEXT NOT NULL DEFAULT '';

CREATE INDEX answer_rating_unsent ON answer (rating_delivery) WHERE rating_delivery <> 'settled';

ALTER TABLE turn ADD COLUMN used_pending INTEGER NOT NULL DEFAULT 0;
ALTER TABLE turn ADD COLUMN used_problem TEXT NOT NULL DEFAULT '';

CREATE INDEX turn_used_pending ON turn (used_pending) WHERE used_pending <> 0;
