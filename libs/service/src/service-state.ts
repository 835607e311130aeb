/** Where in its life a service stands. It serves in all of them; only `serving` asks for new work. */
export class ServiceState {
  phase: 'starting' | 'serving' | 'draining' = 'starting';
}
