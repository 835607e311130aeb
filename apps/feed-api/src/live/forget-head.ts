import type { ServerResponse } from 'node:http';

/** As Node calls what `setHeader` fills. Where it is called otherwise, a stream only costs more. */
const TABLE_OF_HEADERS = 'kOutHeaders';

/**
 * Drops what Node keeps of the heads of a request and of its answer until that ends, the token of who asked among it: a
 * stream is open for hours, and this is a third of what it costs. To be called once the answer's head is out.
 */
export function forgetHeads(answer: ServerResponse): void {
  const { req: request } = answer;
  Object.assign(request, { headers: {}, headersDistinct: {}, rawHeaders: [] });
  const table = Object.getOwnPropertySymbols(answer).find(
    ({ description }) => description === TABLE_OF_HEADERS,
  );
  if (table) Object.assign(answer, { [table]: null });
}
