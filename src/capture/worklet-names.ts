/** What the page and the capture worklet call each other by. */
export const CAPTURE_PROCESSOR = "earshot-capture";
/** Page → worklet: post the last, partial block, close the port and let go of the node. */
export const STOP_CAPTURE = "stop";
