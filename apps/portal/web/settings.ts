/** What the server tells the page: `PageSettings` of apps/portal/src. */
export interface Settings {
  /** Empty where the page is from. */
  readonly feedUrl: string;
  readonly commandUrls: Readonly<Partial<Record<Target, string>>>;
  readonly signIn:
    | { readonly by: 'personas' }
    | { readonly by: 'token' }
    | { readonly by: 'provider'; readonly issuer: string; readonly clientId: string; readonly scope: string };
}

export type Target = 'employees' | 'departments' | 'thanks' | 'reactions';

export function readSettings(): Settings {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="company-feed-settings"]');
  return JSON.parse(meta?.content ?? '') as Settings;
}

/** Where commands of a kind go. */
export function urlOf({ feedUrl, commandUrls }: Settings, target: Target): string {
  return commandUrls[target] ?? feedUrl;
}
