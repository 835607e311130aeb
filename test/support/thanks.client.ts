import { type Answer, as, get, post, type RequestHeaders, send } from './http.js';

/** Thanks over HTTP. */
export class ThanksClient {
  constructor(private readonly address: string) {}

  urlOf(id: string): string {
    return `${this.address}/thanks/${id}`;
  }

  /** By the giver, where there is one. */
  async give(
    body: { readonly from?: string; readonly [field: string]: unknown },
    headers?: RequestHeaders,
  ): Promise<Answer> {
    const giver = body.from === undefined ? {} : await as({ subject: body.from });
    return post(`${this.address}/thanks`, body, { ...giver, ...headers });
  }

  /** Answers the id. */
  async given(from: string, to: readonly string[], message: string): Promise<string> {
    const { status, body } = await this.give({ from, to, message });
    if (status !== 201) throw new Error(`POST /thanks: ${status} ${JSON.stringify(body)}`);
    return String(body['id']);
  }

  /** By an editor. */
  takeBack(id: string, headers?: RequestHeaders): Promise<Answer> {
    return send('DELETE', this.urlOf(id), undefined, headers);
  }

  read(id: string): Promise<Answer> {
    return get(this.urlOf(id));
  }
}
