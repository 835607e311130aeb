import { type Chunk, drawn } from '../drawn.js';
import { anyMessage } from './kinds.js';
import type { Message, Neighbours } from './message.js';

/** The messages of a stretch: the same for the same seed. */
export function messagesOf(chunk: Chunk): Message[] {
  const neighbours: Neighbours = { sound: [], streams: new Map() };
  return drawn(anyMessage, chunk).map((draft, index) => draft(chunk.first + index, neighbours));
}
