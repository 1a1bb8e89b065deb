// The box of topics, one a line, and the topics to choose from beside it.

/** Makes the box and the buttons of a form work together. Returns {lines, set}: the topics, and a way to put others. */
export function topicBox(form) {
  const area = form.elements.q;
  const buttons = [...form.querySelectorAll("button[data-topic]")];
  const lines = () => [...new Set(area.value.split("\n").map((line) => line.trim()).filter(Boolean))];
  const set = (topics) => {
    area.value = topics.join("\n");
    shown();
  };
  function shown() {
    const chosen = lines();
    for (const button of buttons) button.setAttribute("aria-pressed", chosen.includes(button.dataset.topic));
    area.rows = Math.min(10, Math.max(3, area.value.split("\n").length));
  }
  for (const button of buttons) {
    const topic = button.dataset.topic;
    button.addEventListener("click", () => {
      const chosen = lines();
      set(chosen.includes(topic) ? chosen.filter((line) => line !== topic) : [...chosen, topic]);
    });
  }
  area.addEventListener("input", shown);
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  shown();
  return { lines, set };
}
