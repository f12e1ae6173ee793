/** WebKitGTK by its own WebDriver, on a screen that nobody sees; its microphone is its own mock. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { Builder, By, Capabilities, error as driverErrors, Key, type WebDriver } from "selenium-webdriver";
import type { EnginePage } from "./engine.ts";

export interface WebKitPlace {
  readonly driver: string;
  readonly browser: string;
}

const STARTS_WITHIN_MS = 15_000;
const SCRIPT_WITHIN_MS = 60_000;
const LOST_ANSWERS = ["", "Could not parse script result"];
/** In a row. */
const MOST_LOST = 2;
const KEYS = { ArrowRight: Key.ARROW_RIGHT, Tab: Key.TAB } as const;

export async function openWebKit({ driver, browser }: WebKitPlace): Promise<EnginePage> {
  const display = `:${await freePort()}`;
  const screen = spawn("Xvfb", [display, "-screen", "0", "1280x900x24", "-nolisten", "tcp"], { stdio: "ignore" });
  const port = await freePort();
  const server = spawn(driver, [`--port=${port}`], { env: { ...process.env, DISPLAY: display }, stdio: "ignore" });
  try {
    const session = await start(port, browser);
    await session.manage().setTimeouts({ script: SCRIPT_WITHIN_MS });
    return pageOf(session, [server, screen]);
  } catch (thrown) {
    for (const process of [server, screen]) process.kill();
    throw thrown;
  }
}

/** The driver and the screen need a moment. */
async function start(port: number, browser: string): Promise<WebDriver> {
  const options = { binary: browser, args: ["--automation", "--enable-mock-capture-devices=true"] };
  const wanted = new Capabilities({ browserName: "MiniBrowser", "webkitgtk:browserOptions": options });
  for (const endMs = Date.now() + STARTS_WITHIN_MS; ; ) {
    try {
      return await new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(wanted).build();
    } catch (thrown) {
      if (Date.now() > endMs) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

function pageOf(session: WebDriver, processes: readonly ChildProcess[]): EnginePage {
  return {
    goto: (url) => again(() => session.get(url)),
    reload: () => session.navigate().refresh(),
    async evaluate(work, ...given) {
      const script = `
        const done = arguments[arguments.length - 1];
        Promise.resolve().then(() => (${work})(...${JSON.stringify(given)}))
          .then((value) => done({ value }), (error) => done({ error: String(error) + "\\n" + error?.stack }));`;
      const answer: { value: never; error?: string } = await again(() => session.executeAsyncScript(script));
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value;
    },
    run: async (source) => void (await again(() => session.executeScript(source))),
    click: (selector) => again(() => session.findElement(By.css(selector)).click()),
    press: (key) => again(() => session.actions().sendKeys(KEYS[key]).perform()),
    chooseFile: (selector, file) => again(() => session.findElement(By.css(selector)).sendKeys(file)),
    screenshot: async () => Buffer.from(await session.takeScreenshot(), "base64"),
    async close() {
      await session.quit();
      for (const process of processes) process.kill();
    },
  };
}

/**
 * Now and then, one of some hundred calls, this driver loses an answer: its error says nothing, or that it cannot read the
 * script's result. The next call is answered. What is asked of it here may be done twice.
 */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let lost = 0; ; lost++) {
    try {
      return await work();
    } catch (thrown) {
      const isLost = thrown instanceof driverErrors.WebDriverError && LOST_ANSWERS.includes(thrown.message);
      if (!isLost || lost === MOST_LOST) throw thrown;
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
