/** How loud files play, 0 to 1: the same for each file that is opened, for as long as the page is. */
import { createStore } from "zustand/vanilla";

export const playerVolume = createStore<{ readonly share: number }>(() => ({ share: 1 }));
