// A box for a question: it grows with its text, Enter asks, Shift+Enter breaks the line.

/** Makes a <textarea> behave; its form is submitted by Enter, but not by the Enter that ends an input method's word. */
export function enliven(area) {
  const grow = () => {
    area.style.height = "auto";
    if (!area.scrollHeight) return; // not shown yet
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  };
  area.addEventListener("input", grow);
  area.addEventListener("keydown", (event) => {
    // Safari ends the composition before it tells of the key: 229 is what it then calls it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    area.form.requestSubmit();
  });
  grow();
  return {
    text: () => area.value.trim(),
    set: (text) => {
      area.value = text;
      grow();
    },
  };
}
