#!/bin/sh
# Makes our namespace and sets how long finished workflows stay readable. TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE are
# read by the command line tool itself. Search attributes are registered by Standing at its start.
set -eu

until temporal operator cluster health; do
  echo "waiting for the Temporal server at $TEMPORAL_ADDRESS"
  sleep 2
done
temporal operator namespace describe >/dev/null 2>&1 || temporal operator namespace create --retention "$RETENTION"
temporal operator namespace update --retention "$RETENTION"
