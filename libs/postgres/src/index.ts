export { type Statement, statement } from './statement.js';
