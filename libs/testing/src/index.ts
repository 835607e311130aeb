export { eventually } from './eventually.js';
export { type ManagedServer, NotOurServer } from './servers/managed-server.js';
export { obtainPostgres, type PostgresServer, type ServerOptions } from './servers/postgres-server.js';
export { obtainRabbitmq, type RabbitmqServer } from './servers/rabbitmq-server.js';
export { createTestDatabase, type TestDatabase } from './servers/test-database.js';
export { type BrokerAddress, type BrokerUsers, makeBrokerUsers } from './servers/broker-users.js';
export { createVhost, type TestVhost, vhostOf } from './servers/test-vhost.js';
export {
  BASH,
  CHROMIUM,
  CURL,
  obtainProgram,
  type Program,
  PYTHON_WITH_PIKA,
} from './servers/apt-programs.js';
export { type OtherProcess, startOtherProcess } from './servers/other-process.js';
export {
  eventOf,
  gate,
  type MessagingBench,
  outcomesOf,
  Recorder,
  relay,
  streamsOf,
} from './conformance/messaging-bench.js';
export { testMessaging } from './conformance/messaging.conformance.js';
export { type RabbitmqBench, rabbitmqBench } from './conformance/rabbitmq-bench.js';
export { TcpProxy } from './conformance/tcp-proxy.js';
export { type AppProcess } from './servers/app-process.js';
export {
  type AppSpec,
  type Distributed,
  type DistributedOptions,
  startDistributed,
} from './servers/distributed.js';
export { counted, Counted, type EventStoreBench, Noted, openEventStore } from './event-store-bench.js';
export { OIDC_AUDIENCE, OidcServer } from './servers/oidc-server.js';
export { QueryCounter } from './query-counter.js';
export { NO_RATE_LIMITS } from './no-rate-limits.js';
export { believeTestTokens, CHIEF, KEY_ENCRYPTION_KEY, testTokens, Tokens } from './tokens.js';
