/** One tab, spoken to in the DevTools protocol over Node's own WebSocket. */
export class Tab {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, PromiseWithResolvers<Answer>>();
  readonly #events = new Map<string, () => void>();
  #last = 0;

  static async connect(url: string): Promise<Tab> {
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error(`no connection to ${url}`)));
    });
    const tab = new Tab(socket);
    await tab.#send('Page.enable');
    return tab;
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(String(data)));
  }

  async show(options: {
    readonly url: string;
    /** CSS pixels. */
    readonly width: number;
    readonly scale: number;
    readonly theme: 'light' | 'dark';
  }): Promise<void> {
    const { url, width, scale, theme } = options;
    await this.#send('Emulation.setDeviceMetricsOverride', {
      width,
      height: 800,
      deviceScaleFactor: scale,
      mobile: false,
    });
    await this.#send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: theme }],
    });
    const loaded = new Promise<void>((resolve) => this.#events.set('Page.loadEventFired', resolve));
    await this.#send('Page.navigate', { url });
    await loaded;
  }

  /** The value of an expression, promises awaited; it must be JSON. */
  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(`in the page: ${JSON.stringify(exceptionDetails)}`);
    return typeof result === 'object' && result !== null ? Reflect.get(result, 'value') : undefined;
  }

  /** A PNG of the whole page, however long. */
  async picture(size: { readonly width: number; readonly height: number }): Promise<Buffer> {
    const { data } = await this.#send('Page.captureScreenshot', {
      format: 'png',
      captureBeyondViewport: true,
      clip: { x: 0, y: 0, ...size, scale: 1 },
    });
    return Buffer.from(String(data), 'base64');
  }

  #send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.#last;
    const answer = Promise.withResolvers<Answer>();
    this.#waiting.set(id, answer);
    this.#socket.send(JSON.stringify({ id, method, params }));
    return answer.promise.then(({ result = {}, error }) => {
      if (error !== undefined) throw new Error(`${method}: ${error.message}`);
      return result;
    });
  }

  #receive(message: string): void {
    // The protocol is the browser's own: a message is an answer or an event.
    const { id, method, ...answer } = JSON.parse(message) as Answer & { id?: number; method?: string };
    if (id !== undefined) this.#waiting.get(id)?.resolve(answer);
    if (method !== undefined) this.#events.get(method)?.();
  }
}

interface Answer {
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}
