// The text of charts, whose contrast axe leaves open: each beside what is really drawn behind its middle.
() => {
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const isSolid = (colour) => /^rgb/.test(colour) && (channels(colour)[3] ?? 1) === 1;
  const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    const [red, green, blue] = channels(colour).map(linear);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const paint = (element) => {
    const style = getComputedStyle(element);
    return element instanceof SVGGeometryElement ? style.fill : style.backgroundColor;
  };
  const behind = (text) => {
    const box = text.getBoundingClientRect();
    const stack = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const around = [];
    for (let parent = text.parentElement; parent; parent = parent.parentElement) around.push(parent);
    const seen = stack.includes(text) ? stack.slice(stack.indexOf(text) + 1) : around;
    return [...seen, ...around].map(paint).find(isSolid) || "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll("svg text")]
    .filter((text) => text.getBoundingClientRect().width && text.textContent.trim())
    .map((text) => [text.textContent.trim(), ratio(getComputedStyle(text).fill, behind(text))]);
}
