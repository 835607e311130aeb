import { type Answer, get, post, send } from './http.js';

/** Thanks over HTTP. */
export class ThanksClient {
  constructor(private readonly address: string) {}

  urlOf(id: string): string {
    return `${this.address}/thanks/${id}`;
  }

  /** A string is sent as it is. */
  give(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer> {
    return post(`${this.address}/thanks`, body, headers);
  }

  /** Answers the id. */
  async given(from: string, to: readonly string[], message: string): Promise<string> {
    const { status, body } = await this.give({ from, to, message });
    if (status !== 201) throw new Error(`POST /thanks: ${status} ${JSON.stringify(body)}`);
    return String(body['id']);
  }

  takeBack(id: string, headers?: Readonly<Record<string, string>>): Promise<Answer> {
    return send('DELETE', this.urlOf(id), undefined, headers);
  }

  read(id: string): Promise<Answer> {
    return get(this.urlOf(id));
  }
}
