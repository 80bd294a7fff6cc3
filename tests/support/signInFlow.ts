import { createHash, randomBytes } from 'node:crypto';

export type SignInFlowOptions = {
  readonly issuer: string;
  readonly redirectUri: string;
  /** Over the defaults of the authorization request. */
  readonly query?: Readonly<Record<string, string>>;
};

/** A browser reduced to what a sign-in needs: cookies and redirects. */
export class SignInFlow {
  readonly verifier = randomBytes(32).toString('base64url');
  readonly state = randomBytes(8).toString('hex');
  readonly nonce = randomBytes(8).toString('hex');
  /** Every `Set-Cookie` header that came by. */
  readonly setCookies: string[] = [];
  readonly #options: SignInFlowOptions;
  readonly #cookies = new Map<string, string>();

  constructor(options: SignInFlowOptions) {
    this.#options = options;
  }

  async request(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = new Headers(init.headers);
    headers.set('cookie', cookie);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      this.setCookies.push(line);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }

  /** Follows redirects inside the provider; resolves with the first answer that leaves it or is a page. */
  async follow(url: string | URL, init?: RequestInit): Promise<Response> {
    const response = await this.request(url, init);
    const location = response.headers.get('location');
    if (location === null) return response;
    const next = new URL(location, url);
    return next.origin === this.#options.issuer ? this.follow(next) : response;
  }

  /** Opens the authorization endpoint; resolves with the sign-in page and its address, or the way out. */
  async begin(): Promise<{ readonly response: Response; readonly page: URL }> {
    const { issuer, redirectUri, query } = this.#options;
    const url = new URL('/auth', issuer);
    url.search = new URLSearchParams({
      client_id: 'sallyport-portal',
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid profile',
      resource: 'api://sallyport',
      state: this.state,
      nonce: this.nonce,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...query,
    }).toString();
    const response = await this.request(url);
    const page = new URL(response.headers.get('location') ?? url, issuer);
    if (!response.headers.has('location')) return { response, page };
    return page.origin === issuer ? { response: await this.request(page), page } : { response, page };
  }

  /** Chooses a user on the sign-in page; resolves with the query of the redirect to the portal. */
  async choose(page: URL, user: string): Promise<URLSearchParams> {
    const response = await this.follow(page, { method: 'POST', body: new URLSearchParams({ user }) });
    return new URL(response.headers.get('location') ?? '').searchParams;
  }

  redeem(code: string, over: Readonly<Record<string, string>> = {}): Promise<Response> {
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'sallyport-portal',
      redirect_uri: this.#options.redirectUri,
      code,
      code_verifier: this.verifier,
      ...over,
    });
    const origin = new URL(this.#options.redirectUri).origin;
    return this.request(new URL('/token', this.#options.issuer), {
      method: 'POST',
      body,
      headers: { origin },
    });
  }
}
