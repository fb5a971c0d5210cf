// Small pictures of numbers. Each says in words what it shows.

const barWidth = 168;

// A share on a line from 0 to 100%: a dot, its 95% range as a band, and, paler, how far
// open verdicts could still move it.
const intervalBar = (one, width = barWidth) => {
  const at = (share) => 4 + Math.min(Math.max(share, 0), 1) * (width - 8);
  const band = (ends, kind, height) =>
    ends && shape("rect", {
      class: kind, x: at(ends[0]), width: Math.max(at(ends[1]) - at(ends[0]), 2),
      y: 10 - height / 2, height, rx: height / 2,
    });
  const words = one.interval ? `${percent(one.score)}, 95% range ${range(one.interval)}` : percent(one.score);
  return picture(width, 20, words,
    shape("line", { class: "track", x1: 4, x2: width - 4, y1: 10, y2: 10 }),
    [0, 0.5, 1].map((share) => shape("line", { class: "tick", x1: at(share), x2: at(share), y1: 7, y2: 13 })),
    band(one.bounds, "bounds", 14),
    band(one.interval, "band", 8),
    one.score !== null && shape("circle", { class: "dot", cx: at(one.score), cy: 10, r: 4 }));
};

// A difference on a line from -most to +most.
const differenceBar = (difference, interval, most, width = barWidth) => {
  const at = (value) => width / 2 + (Math.min(Math.max(value / most, -1), 1) * (width - 10)) / 2;
  return picture(width, 20, `difference ${signed(difference)} points`,
    shape("line", { class: "track", x1: 4, x2: width - 4, y1: 10, y2: 10 }),
    shape("line", { class: "zero", x1: width / 2, x2: width / 2, y1: 2, y2: 18 }),
    interval && shape("rect", {
      class: "band", x: at(interval[0]), width: Math.max(at(interval[1]) - at(interval[0]), 2), y: 6,
      height: 8, rx: 4,
    }),
    shape("circle", { class: "dot", cx: at(difference), cy: 10, r: 4 }));
};

const shareBar = (share, kind, label) => {
  const filled = Math.max(160 * Math.min(Math.max(share, 0), 1), 1);
  return picture(160, 10, label,
    shape("rect", { class: "track-fill", x: 0, y: 0, width: 160, height: 10, rx: 3 }),
    shape("rect", { class: kind, x: 0, y: 0, width: filled, height: 10, rx: 3 }));
};

// Scores of the runs so far, the last one marked.
const sparkline = (values, width = 72, height = 20) => {
  const known = values.filter((value) => value !== null && value !== undefined);
  if (known.length < 2) return null;
  const low = Math.min(...known);
  const span = Math.max(Math.max(...known) - low, 0.02);
  const place = (value, index) => [
    3 + (index * (width - 6)) / (known.length - 1),
    height - 4 - ((value - low) / span) * (height - 8),
  ];
  const places = known.map(place);
  return picture(width, height, `over ${known.length} runs: ${known.map(percent).join(", ")}`,
    shape("polyline", { class: "spark", points: places.map((one) => one.join(",")).join(" ") }),
    shape("circle", { class: "dot", cx: places.at(-1)[0], cy: places.at(-1)[1], r: 2.5 }));
};

// Columns side by side; `columns` are {height (0 to 1), label, href}.
const histogram = (columns, label, { width = 400, height = 84, kind = "column" } = {}) => {
  const step = width / columns.length;
  const made = columns.map((column, index) => {
    const tall = Math.max(column.height * (height - 4), column.height > 0 ? 2 : 0);
    const box = shape("rect", {
      class: kind, x: index * step + 1, width: Math.max(step - 2, 1), y: height - tall, height: tall, rx: 2,
    }, shape("title", {}, column.label));
    if (!column.href) return box;
    return shape("a", { href: column.href, "aria-label": column.label, class: "column-link" },
      shape("rect", { class: "column-room", x: index * step, width: step, y: 0, height }), box);
  });
  const chart = picture(width, height, label,
    shape("line", { class: "axis", x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5 }), made);
  // A picture with links in it is a group to those who hear it.
  if (columns.some((column) => column.href)) chart.setAttribute("role", "group");
  return chart;
};
