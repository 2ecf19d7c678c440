// A picture's file on its way to Rust.

/** The most bytes a picture may have. */
export const pictureLimit = 32 * 1024 * 1024;

/** Writes a file in Base64. */
export function asBase64(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error ?? new Error("the picture could not be read"));
    reader.readAsDataURL(file);
  });
}
