/**
 * What a source knows about one kind of stream: how its state begins, and how each event changes it.
 * Both are pure. Deciding is a plain function beside it, `(command, state) => events`.
 * The idea is Jérémie Chassaing's Decider (https://thinkbeforecoding.com/post/2021/12/17/functional-event-sourcing-decider).
 */
export interface Decider<State, Event> {
  readonly initialState: State;
  evolve(state: State, event: Event): State;
}

/** The state after these events, oldest first. */
export function fold<State, Event>(decider: Decider<State, Event>, events: readonly Event[]): State {
  return events.reduce((state, event) => decider.evolve(state, event), decider.initialState);
}
