// Search in the fields and answers of all items. The text to search in is made when it
// is first needed, or before, while the browser has nothing else to do.

const textsIn = (value) => {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === "object" ? Object.values(value).flatMap(textsIn) : [printedValue(value)];
};

const searchText = (item) => {
  item.searched ??= [item.id, ...textsIn(item.fields), ...item.samples.map(answerText)]
    .join("\n").toLowerCase();
  return item.searched;
};

const hasText = (typed) => {
  const wanted = typed.toLowerCase();
  return (item) => searchText(item).includes(wanted);
};

// Not every browser says when it is idle.
const whenIdle = globalThis.requestIdleCallback
  ?? ((work) => setTimeout(() => work({ timeRemaining: () => 0 }), 50));

const prepareSearch = (from = 0) => {
  if (from >= items.length) return;
  whenIdle((idle) => {
    let at = from;
    do searchText(items[at++]); while (at < items.length && idle.timeRemaining() > 2);
    prepareSearch(at);
  });
};
