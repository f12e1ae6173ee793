/** Files whose content is known: by their folders or by a manifest, and how right the model is, to be looked into and saved. */
import { type Browser, expect, type Page, test } from "@playwright/test";
import { strFromU8, unzipSync } from "fflate";
import { launchBrowser, serveApp } from "./support/app.ts";
import { readCsv, saved } from "./support/label-readers.ts";
import { makeLabelledFolder } from "./support/labelled-folder.ts";

const MODEL_LABELS: Readonly<Record<string, string>> = {
  "dog-bark": "dog bark",
  "ticking-clock": "clock tick",
  flute: "flute",
  "snare-drum": "snare drum",
};

const { folder, files } = makeLabelledFolder("house");
/** "puppet" is no label of the model's. */
const known = files.filter((file) => file.folder !== "puppet");

let app: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let page: Page;

test.beforeAll(async () => {
  app = await serveApp();
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(`${app.url}#/files`);
  await page.getByLabel("Choose a folder").setInputFiles(folder);
  await expect(page.getByText(`${files.length} of ${files.length + 1} done`, { exact: true })).toBeVisible({
    timeout: 30_000,
  });
  await page.getByText("Compare with labels").click();
});

test.afterAll(async () => {
  await browser.close();
  await app.close();
});

const figure = async (name: string): Promise<number> => {
  const value = page.locator("dt").getByText(name, { exact: true }).locator("xpath=..").locator("data");
  return Number(await value.getAttribute("value"));
};
const matrix = () => page.getByRole("table", { name: "Confusion matrix" });
const inModel = (label: string) => page.getByRole("combobox", { name: `${label} in the model` });

test("labels of the folders find those of the model, and what has none is said", async () => {
  await expect(inModel("dog")).toHaveValue("dog bark");
  await expect(inModel("ticking clock")).toHaveValue("clock tick");
  await expect(inModel("FLUTE")).toHaveValue("flute");
  await expect(inModel("puppet")).toHaveValue("");
  await expect(page.getByText("1 not in the model, 1 file left out")).toBeVisible();
  // The announcer says it as well, for a moment.
  const panel = page.getByRole("tabpanel", { name: "Files" });
  await expect(panel.getByText(/^1 file that is no sound was left out\.$/)).toBeVisible();
});

test("figures: every file is heard as what it holds, so one of the flutes is none", async () => {
  expect(await figure("Accuracy")).toBeCloseTo((known.length - 1) / known.length, 9);
  expect(await figure("Top-5 accuracy")).toBeGreaterThanOrEqual(await figure("Accuracy"));
  // Two labels are right, of the third every second file, and one was heard where it is not.
  expect(await figure("Macro F1")).toBeCloseTo((1 + 1 + 2 / 3 + 0) / 4, 9);
  expect(await figure("mAP")).toBeGreaterThan(0.5);
  const byLabel = page.getByRole("table", { name: "By label" });
  await expect(byLabel.getByRole("row", { name: /^dog bark 1\.00 1\.00 1\.00 2$/ })).toBeVisible();
  await expect(byLabel.getByRole("row", { name: /^flute 1\.00 0\.50 0\.67 2$/ })).toBeVisible();
  await expect(byLabel.getByRole("row", { name: /^snare drum 0\.00 0\.00 0\.00 0$/ })).toBeVisible();
});

test("a cell of the matrix opens its files, by keyboard as well", async () => {
  await matrix().getByRole("button", { name: "1 file: flute, taken for snare drum" }).click();
  const list = page.getByRole("list", { name: "Files of flute, taken for snare drum" });
  await list.getByRole("button", { name: "house/FLUTE/2.wav" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "2.wav" })).toBeInViewport();
  await expect(list.getByRole("button")).toHaveAttribute("aria-current", "true");

  // One cell takes Tab; arrows walk the filled ones.
  await matrix().getByRole("button", { name: "1 file: flute, taken for snare drum" }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(matrix().getByRole("button", { name: "1 file: flute, heard rightly" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("list", { name: "Files of flute, heard rightly" }).getByRole("listitem")).toHaveCount(1);
  await expect(matrix().locator("button[tabindex='0']")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("list", { name: /^Files of flute/ })).toHaveCount(0);
});

test("what is exported says the same", async () => {
  const { name, bytes } = await saved(page, () => page.getByRole("button", { name: "Export evaluation" }).click());
  expect(name).toBe("earshot-evaluation.zip");
  const zip = unzipSync(bytes);
  const table = (entry: string) => readCsv(strFromU8(zip[entry] ?? new Uint8Array()));
  expect(Object.keys(zip)).toEqual(["labels.csv", "confusion.csv", "files.csv"]);

  const rows = table("files.csv").toSorted((a, b) => (a.file ?? "").localeCompare(b.file ?? "", "en"));
  expect(rows.map(({ file, label, predicted }) => ({ path: file, folder: label, predicted }))).toEqual(
    known
      .map(({ path, folder, sample }) => ({ path, folder, predicted: MODEL_LABELS[sample] }))
      .toSorted((a, b) => a.path.localeCompare(b.path, "en")),
  );
  const right = rows.filter(({ truth, predicted }) => truth === predicted);
  expect(await figure("Accuracy")).toBeCloseTo(right.length / rows.length, 9);

  const corner = "truth \\ predicted";
  const flutes = table("confusion.csv").find((row) => row[corner] === "flute");
  expect([flutes?.flute, flutes?.["snare drum"], flutes?.["dog bark"]]).toEqual(["1", "1", "0"]);
  expect(table("labels.csv").find(({ label }) => label === "flute")).toMatchObject({
    precision: "1",
    recall: "0.5",
    support: "2",
  });

  const json = await saved(page, () => page.getByRole("button", { name: "Export figures as JSON" }).click());
  expect(JSON.parse(json.text)).toMatchObject({
    model: "everyday-sounds",
    items: known.length,
    accuracy: await figure("Accuracy"),
    mean_average_precision: await figure("mAP"),
  });
});

test("a label is mapped by hand, and its file counts", async () => {
  await inModel("puppet").selectOption("snare drum");
  await expect.poll(() => figure("Accuracy")).toBeCloseTo((files.length - 1) / files.length, 9);
  await inModel("puppet").selectOption("");
  await expect.poll(() => figure("Accuracy")).toBeCloseTo((known.length - 1) / known.length, 9);
});

test("a manifest gives the same figures, and says which lines it could not use", async () => {
  const byFolder = await Promise.all(["Accuracy", "mAP", "Macro F1"].map(figure));
  const lines = files.map(({ path, sample, folder }) => {
    const truth = folder === "FLUTE" ? "flute" : folder === "puppet" ? "puppet" : MODEL_LABELS[sample];
    return `"${path}",${truth}`;
  });
  const manifest = ["path,label", ...lines, "house/nowhere.wav,flute"].join("\r\n");
  await page.getByRole("radio", { name: "A CSV manifest" }).check();
  await page
    .getByLabel("Choose a manifest")
    .setInputFiles({ name: "labels.csv", mimeType: "text/csv", buffer: Buffer.from(manifest) });
  await expect(page.getByText(`labels.csv labels ${files.length} of ${files.length + 1} files.`)).toBeVisible();
  await page.getByText("1 line could not be used").click();
  await expect(page.getByText("house/nowhere.wav: No file of this name is in the list.")).toBeVisible();
  await expect(inModel("clock tick")).toHaveValue("clock tick");
  expect(await Promise.all(["Accuracy", "mAP", "Macro F1"].map(figure))).toEqual(byFolder);
});
