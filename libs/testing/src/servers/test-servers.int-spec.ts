import amqp from 'amqplib';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestDatabase } from './test-database.js';
import { createVhost } from './test-vhost.js';

describe('a suite of its own', () => {
  it('has a database that goes away although somebody is connected', async () => {
    const database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('CREATE TABLE mine (n int)');
    await database.drop();
    await expect(client.query('SELECT 1')).rejects.toThrow();
    const again = new Client({ connectionString: database.url });
    await expect(again.connect()).rejects.toThrow(/does not exist/);
  });

  it('has a virtual host in which others see nothing', async () => {
    const [one, other] = await Promise.all([createVhost(), createVhost()]);
    onTestFinished(async () => {
      await Promise.all([one.drop(), other.drop()]);
    });
    const connections = await Promise.all([amqp.connect(one.amqpUrl), amqp.connect(other.amqpUrl)]);
    connections.map((connection) => connection.on('error', () => undefined));
    const [mine, theirs] = await Promise.all(connections.map((connection) => connection.createChannel()));
    await mine?.assertExchange('partitions', 'x-consistent-hash', { durable: true });
    await mine?.assertQueue('mine', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    theirs?.on('error', () => undefined);
    await expect(theirs?.checkQueue('mine')).rejects.toThrow(/NOT_FOUND/);
    await Promise.all(connections.map((connection) => connection.close()));
  });
});
