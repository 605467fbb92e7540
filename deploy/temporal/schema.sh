#!/bin/sh
# Makes Temporal's databases and brings their schema to this version's; harmless when that is done already.
set -eu

VERSIONED=/etc/temporal/schema/postgresql/v12

bring_up_to_date() { # database, folder of its schema
  tool="temporal-sql-tool --plugin postgres12 --ep $SQL_HOST -p 5432 -u $SQL_USER --db $1"
  $tool create
  $tool setup-schema -v 0.0
  $tool update-schema -d "$VERSIONED/$2/versioned"
}

bring_up_to_date temporal temporal
bring_up_to_date temporal_visibility visibility
