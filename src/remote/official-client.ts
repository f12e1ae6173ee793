/** The one function of the official client that is used, as a part of its own: loaded when a server is first asked. */
export { audioClassification } from "@huggingface/inference";
