import { join } from 'node:path';

/** Where a standalone has the key that it signs people in with. */
export function issuerFolder(): string {
  return join(process.env['DATA_DIR'] ?? './data', 'issuer');
}
