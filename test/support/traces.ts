import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';

const TABLES = `
  SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
   WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`;

/** Where a dump of the whole database holds one of these texts, also within bytes: table and text. */
export async function rowsWith(database: Client, texts: readonly string[]): Promise<string[]> {
  const { rows: tables } = await database.query<{ name: string }>(TABLES);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await database.query<{ row: object }>(`SELECT to_jsonb(t) AS row FROM ${name} t`);
    const written = JSON.stringify(rows.map(({ row }) => readable(row)));
    found.push(...texts.filter((text) => written.includes(text)).map((text) => `${name} ${text}`));
  }
  return found;
}

/** Bytes are hexadecimal in JSON. */
function readable(row: object): unknown[] {
  return Object.values(row).map((value: unknown) =>
    typeof value === 'string' && value.startsWith('\\x')
      ? Buffer.from(value.slice(2), 'hex').toString('latin1')
      : value,
  );
}

/** The files in these folders that hold one of the texts. */
export async function filesWith(folders: readonly string[], texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name);
      // Servers at work remove files.
      const bytes = await readFile(path).catch(() => Buffer.of());
      if (texts.some((text) => bytes.includes(text))) found.push(path);
    }
  }
  return found;
}

/** Of the files of a database server: those of its tables and indexes. */
export async function tableFilesWith(folder: string, texts: readonly string[]): Promise<string[]> {
  return (await filesWith([folder], texts)).filter((path) => /\/base\//.test(path));
}
