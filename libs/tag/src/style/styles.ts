import type { CSSResult } from 'lit';
import { controls } from './controls.style.js';
import { details } from './details.style.js';
import { entryStyle } from './entry.style.js';
import { faces } from './faces.style.js';
import { states } from './states.style.js';
import { tokens } from './tokens.style.js';

export const styles: CSSResult[] = [tokens, controls, entryStyle, details, faces, states];
