-- 0 while the turn is there. A removed one can be restored until it is purged: then only its ids and its place are left,
-- so that the platform can be told and its history brings nothing back.
ALTER TABLE turn ADD COLUMN removed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE turn ADD COLUMN purged INTEGER NOT NULL DEFAULT 0;
-- The platform has deleted it.
ALTER TABLE turn ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
-- Why the platform will not.
ALTER TABLE turn ADD COLUMN removal_problem TEXT NOT NULL DEFAULT '';

CREATE INDEX turn_removed ON turn (conversation_id) WHERE removed_at <> 0;
