#!/bin/sh
# Starts Quadrille. Electron chooses its display before any of the app's own code runs, so what a machine without one
# needs is decided here: the command line runs all the same, the window cannot.
here=$(dirname "$(readlink -f "$0")")
if [ -z "$DISPLAY$WAYLAND_DISPLAY" ] && [ ! -S "${XDG_RUNTIME_DIR:-/nowhere}/wayland-0" ]; then
  for word in "$@"; do
    if [ "$word" = --cli ]; then
      exec "$here/quadrille.bin" --ozone-platform=headless --disable-gpu "$@"
    fi
  done
  echo "quadrille: there is no display. \"quadrille --cli COMMAND\" is the command line; \"quadrille --cli serve\" opens the app in a browser." >&2
  exit 1
fi
exec "$here/quadrille.bin" "$@"
