/** The actions for models on a server, pretended: what is pressed shows. Development only. */
import type { StoreApi } from "zustand/vanilla";
import type { Actions } from "../../session/actions.ts";
import type { ServerState } from "../../session/server-state.ts";
import type { EarshotState } from "../../session/state.ts";
import { SERVER_OFFER } from "./server-scenes.ts";

export function pretendServer(store: StoreApi<EarshotState>) {
  const set = (change: Partial<ServerState>) => store.setState(({ server }) => ({ server: { ...server, ...change } }));
  return {
    async askServer() {
      set({ check: { phase: "ready", offer: SERVER_OFFER } });
    },
    async forgetServerCheck() {
      set({ check: { phase: "idle" } });
    },
    async agreeToServer() {
      set({ agreed: [SERVER_OFFER.party], outcome: "in-force" });
    },
    async comeBackFromServer() {},
    async withdrawFromServer(party) {
      set({ agreed: store.getState().server.agreed.filter((one) => one !== party) });
    },
    setServerToken: (_, tokenIsKept) => set({ hasToken: true, tokenIsKept }),
    setHubTokenForServer: () => set({ hasToken: true, tokenIsKept: false }),
    forgetServerToken: () => set({ hasToken: false, tokenIsKept: false }),
  } satisfies Partial<Actions>;
}
