// The texts of the editor and of the preview beside it, for the same reasons as in `words.ts`.
export const editorWords = {
  preview: {
    embedded: (host: string) =>
      host
        ? `Embedded from ${host}. It shows on the published page.`
        : "Embedded. It shows on the published page.",
  },
};
