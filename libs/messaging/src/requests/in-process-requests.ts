import type { RepublishRequest, Requests, Serving } from './requests.js';

/** Requests within one process. */
export class InProcessRequests implements Requests {
  private readonly serving = new Map<string, (request: unknown) => Promise<void>>();

  async send(request: RepublishRequest): Promise<void> {
    await this.serving.get(request.source)?.(request);
  }

  serve(source: string, handle: (request: unknown) => Promise<void>): Serving {
    this.serving.set(source, handle);
    return { close: async () => void this.serving.delete(source) };
  }
}
