#!/usr/bin/env bash
echo "being built" >&2
exit 1
