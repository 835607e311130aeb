import { createHash, randomBytes } from 'node:crypto';

/** As RabbitMQ keeps it (rabbitmq.com/docs/passwords): a salt, and what SHA-256 makes of salt and password. */
export function hashOf(password: string, salt = randomBytes(4)): string {
  const hash = createHash('sha256').update(salt).update(password, 'utf8').digest();
  return Buffer.concat([salt, hash]).toString('base64');
}
