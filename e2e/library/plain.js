import * as earshot from "./node_modules/earshot/dist/index.js";

window.earshot = earshot;
