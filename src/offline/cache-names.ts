/**
 * Names of what this app keeps in the Cache API. Caches belong to an origin, and one origin may carry two copies of the app
 * on two paths: each name ends in the path. Models of the library lie elsewhere (`library/`) and are never touched here.
 */
const APP_FORMAT = "earshot-app-1";

/** Files of the app, by address and revision. */
export const appCacheName = (scope: string): string => `${APP_FORMAT}:${new URL(scope).pathname}`;

/** Which Hub the person chose. */
export const choiceCacheName = (scope: string): string => `earshot-choice-1:${new URL(scope).pathname}`;

/** Files shared by another app, until the page takes them. */
export const inboxCacheName = (scope: string): string => `earshot-inbox-1:${new URL(scope).pathname}`;

/** True for the app's own files as an earlier version laid them out. */
export function isOutdatedAppCache(name: string, scope: string): boolean {
  const { pathname } = new URL(scope);
  return /^earshot-app-\d+:/.test(name) && name.endsWith(`:${pathname}`) && name !== appCacheName(scope);
}
