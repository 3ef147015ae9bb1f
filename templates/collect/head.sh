#!/bin/sh
# Gathers what Debrief reads from a Kubernetes cluster into one new folder. Printed by `debrief collect`.
#
#   sh collect.sh -n   prints the commands instead of running them
#   sh collect.sh      runs them; events first, because Kubernetes forgets them after an hour
#   sh collect.sh -z   packs the folder as well
#
# It only reads: kubectl get, describe, logs, top, rollout history and version, helm list and history, HTTP searches.
# It leaves out Secrets and ConfigMaps, and replaces the values of environment variables, passwords in arguments and
# URLs by <redacted>. Log lines stay as the programs wrote them. It writes only below its folder, which must be new.
# What cannot be had is listed in collector-errors.jsonl, and the run goes on.
set -u
umask 077
LC_ALL=C
export LC_ALL

