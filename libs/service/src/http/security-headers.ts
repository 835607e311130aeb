import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/** What a browser may do with an answer that is data: nothing, not even when it is opened as a page. */
const DATA = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** Swagger UI asks its own app alone; its page has styles in it, and images as `data:`. */
const DOCS = {
  ...DATA,
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
};

/** A page of ours: its own scripts and styles, as files; nothing that markup in a text could bring in. */
const PAGE = {
  ...DATA,
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  requireTrustedTypesFor: ["'script'"],
  trustedTypes: ['lit-html'],
};

const DOCS_PAGE = /^\/docs(\/|\?|$)/;

const onData = headersWith(DATA);
const onDocs = headersWith(DOCS);

/**
 * Tells browsers what they must not do with an answer. On the raw response, before anything else has its say, so that
 * refusals and event streams carry it too. Not a word of TLS (HSTS): an app speaks plain HTTP, and a browser that was
 * told so once would refuse that for the whole name. Whoever ends TLS says it.
 */
export function setSecurityHeaders(request: IncomingMessage, response: ServerResponse): void {
  const headers = DOCS_PAGE.test(request.url ?? '') ? onDocs : onData;
  for (const [name, value] of headers) response.setHeader(name, value);
}

/**
 * The `Content-Security-Policy` of a page of ours, which an app sets on that answer in the place of the one for data. The page
 * may ask its own origin, and `others`.
 */
export function pagePolicy(others: readonly string[]): string {
  const directives = { ...PAGE, connectSrc: ["'self'", ...others] };
  const written = Object.entries(directives).map(([name, values]) => {
    const directive = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return `${directive} ${values.join(' ')}`;
  });
  return written.join(';');
}

/** What helmet sets, which is the same for all answers, and so is asked for once. */
function headersWith(directives: Readonly<Record<string, string[]>>): [name: string, value: string][] {
  const set = helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: false,
    // Of these only browsers know that are long gone, and every byte goes with every answer.
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  set(request, response, () => undefined);
  return Object.entries(response.getHeaders()) as [string, string][];
}
