/** Tabs of a browser as the service worker sees them, each with the real page side of the API or with none. */
import { type ApiAnswers, answerCalls } from "../api-listener.ts";
import type { PageClients } from "../api-relay.ts";

export interface FakePage {
  readonly url: string;
  readonly focused?: boolean;
  readonly visibilityState?: string;
  /** Null = nobody listens: a tab that sleeps, or is of an older version. */
  readonly answers: ApiAnswers | null;
}

export function fakePages(pages: readonly FakePage[]) {
  const open = new Map(pages.map((page, index) => [String(index), page]));
  const clients: PageClients = {
    matchAll: async () => [...open].map(([id, page]) => clientOf(id, page)),
    get: async (id) => open.get(id),
  };
  return { clients, close: (index: number) => open.delete(String(index)) };
}

function clientOf(id: string, { url, focused = false, visibilityState = "hidden", answers }: FakePage) {
  const events = new EventTarget();
  const addEventListener = events.addEventListener.bind(events) as ServiceWorkerContainer["addEventListener"];
  if (answers) answerCalls(answers, { addEventListener, startMessages: () => {} });
  const postMessage = (data: unknown, ports: Transferable[]) => {
    const message = { data: structuredClone(data), ports };
    queueMicrotask(() => events.dispatchEvent(Object.assign(new Event("message"), message)));
  };
  return { id, url, focused, visibilityState, postMessage };
}
