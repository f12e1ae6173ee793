/**
 * Vite plugin: what draws the page is imported by the script that starts the session, and would be asked for only when that
 * has run. The page names it and its styles itself, so that all come at once.
 */
import type { HtmlTagDescriptor, Plugin } from "vite";

export function drawnSoonPlugin(module: string): Plugin {
  return {
    name: "earshot:drawn-soon",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((file) => file.type === "chunk");
        const drawing = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module));
        if (!drawing) throw new Error(`no script of its own begins with ${module}`);
        const scripts = [drawing.fileName, ...drawing.imports].filter((file) => !html.includes(file));
        const styles = [...(drawing.viteMetadata?.importedCss ?? [])];
        return [
          ...scripts.map((file) => link({ rel: "modulepreload", crossorigin: true, href: `./${file}` })),
          ...styles.map((file) => link({ rel: "stylesheet", crossorigin: true, href: `./${file}` })),
        ];
      },
    },
  };
}

function link(attrs: Record<string, string | boolean>): HtmlTagDescriptor {
  return { tag: "link", attrs, injectTo: "head" };
}
