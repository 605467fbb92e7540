#!/bin/bash
# Run once by the image when the database is new: one role for each program, each with its own databases.
set -euo pipefail

psql --no-psqlrc --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set=temporal_password="$TEMPORAL_DB_PASSWORD" --set=ledger_password="$LEDGER_DB_PASSWORD" <<'SQL'
-- Temporal's schema job makes its two databases itself.
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'temporal_password';
CREATE ROLE standing LOGIN PASSWORD :'ledger_password';
CREATE DATABASE standing OWNER standing;
-- Nobody but its owner has business in the ledger.
REVOKE CONNECT ON DATABASE standing FROM PUBLIC;
SQL
