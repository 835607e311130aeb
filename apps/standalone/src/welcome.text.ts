/** Tells whoever started it what to try. On stderr: stdout is for the log. */
export function welcome(address: string): void {
  process.stderr.write(`
The company feed serves at ${address}

Hire somebody:
  curl -X POST ${address}/employees -H 'content-type: application/json' \\
    -d '{"name": "Anna Ivanova", "position": "Engineer"}'

See it in the feed:
  curl ${address}/feed
`);
}
