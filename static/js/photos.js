// Shrinks a photo before it is sent: a phone's camera makes 8 MB, the office needs half of one, and the link is weak.
// Without this script, or when anything here fails, the file goes as it is and the server does the same.
const LONG_SIDE = 2400;
const SMALL_ENOUGH = 700 * 1024;

async function shrunk(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  return blob && blob.size < file.size ? new File([blob], "foto.jpg", { type: "image/jpeg" }) : file;
}

document.addEventListener("change", async (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || input.type !== "file") return;
  const [file] = input.files;
  if (!file || file.size < SMALL_ENOUGH || !file.type.startsWith("image/")) return;
  try {
    const bag = new DataTransfer();
    bag.items.add(await shrunk(file));
    if (input.files[0] === file) input.files = bag.files;
  } catch {
    // not a picture this browser can draw: the server will say what to do
  }
});
