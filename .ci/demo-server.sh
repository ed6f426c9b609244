# Builds the program and starts a server with the sample newsroom, for the check that sources this file. The server ends with the
# check. It sets `folder`, a temporary folder, and exports the server's address and the editor's account. Other settings of the
# server are in the array `demo_settings`, such as (BROADSHEET_RATE_LIMITS=off).

folder=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server"; rm -rf "$folder"' EXIT

cargo build --locked --quiet
program=$(realpath "${CARGO_TARGET_DIR:-target}/debug/broadsheet")
(cd "$folder" && exec env BROADSHEET_BIND=127.0.0.1:0 RUST_LOG=warn "${demo_settings[@]}" "$program" demo >output) &
server=$!

# The value after a name in what the server prints at its start.
printed() { sed -n "s|^$1\([^ ]*\).*|\1|p" "$folder/output"; }

for _ in $(seq 300); do
  BROADSHEET_PASSWORD=$(printed "editor's password: ")
  [[ -z $BROADSHEET_PASSWORD ]] || break
  kill -0 "$server"
  sleep 0.1
done
if [[ -z $BROADSHEET_PASSWORD ]]; then
  echo "the demo server did not start within 30 seconds" >&2
  exit 1
fi
BROADSHEET_URL=$(printed 'listening on ')
BROADSHEET_EMAIL=$(printed "editor's e-mail: ")
export BROADSHEET_URL BROADSHEET_EMAIL BROADSHEET_PASSWORD
