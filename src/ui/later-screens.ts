/**
 * The screens that the first visit does not open with. Their code comes after the first paint, unasked and at once: who
 * presses a tab finds it there.
 */
import { lazy } from "react";

const files = () => import("./files/files-screen.tsx").then(({ FilesScreen }) => ({ default: FilesScreen }));
const models = () => import("./models/models-screen.tsx").then(({ ModelsScreen }) => ({ default: ModelsScreen }));

export const FilesScreen = lazy(files);
export const ModelsScreen = lazy(models);
