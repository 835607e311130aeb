/** Tells whoever started it what to try. On stderr: stdout is for the log. */
export function welcome(address: string): void {
  process.stderr.write(`
The company feed serves at ${address}: open it in a browser.

Be Anna of human resources, with the DATA_DIR of this one where it is not ./data:
  SIGNED_IN="authorization: Bearer $(npm run -s token -- anna)"

Hire somebody:
  curl -X POST ${address}/employees -H "$SIGNED_IN" -H 'content-type: application/json' \\
    -d '{"name": "Anna Ivanova", "position": "Engineer"}'

See it in the feed:
  curl ${address}/feed -H "$SIGNED_IN"
`);
}
