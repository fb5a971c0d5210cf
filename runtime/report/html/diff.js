// What two texts share, word by word: the shortest list of words taken out and put in
// (Myers 1986), as far as that is soon found.

const wordsOf = (text) => text.match(/\s+|[\p{L}\p{N}_'’]+|[^\s\p{L}\p{N}_'’]/gu) ?? [];

// Texts that differ in more than so many words are shown as wholly different.
const mostEdits = 2000;

// For each number of edits, the furthest place in `a` on each diagonal.
const furthestPlaces = (a, b) => {
  const most = Math.min(a.length + b.length, mostEdits);
  const furthest = new Int32Array(2 * most + 3);
  const rounds = [];
  for (let edits = 0; edits <= most; edits += 1) {
    rounds.push(furthest.slice(most - edits, most + edits + 3));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const at = diagonal + most + 1;
      const down = diagonal === -edits || (diagonal !== edits && furthest[at - 1] < furthest[at + 1]);
      let x = down ? furthest[at + 1] : furthest[at - 1] + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      furthest[at] = x;
      if (x >= a.length && x - diagonal >= b.length) return rounds;
    }
  }
  return null;
};

// From the end back to the start along the places that were found.
const walkedBack = (a, b, rounds) => {
  const steps = [];
  let [x, y] = [a.length, b.length];
  for (let edits = rounds.length - 1; edits > 0; edits -= 1) {
    const place = (diagonal) => rounds[edits][diagonal + edits + 1];
    const diagonal = x - y;
    const down = diagonal === -edits || (diagonal !== edits && place(diagonal - 1) < place(diagonal + 1));
    const from = down ? diagonal + 1 : diagonal - 1;
    const start = { x: place(from), y: place(from) - from };
    for (; x > start.x && y > start.y; x -= 1, y -= 1) steps.push(["same", a[x - 1]]);
    steps.push(down ? ["added", b[start.y]] : ["removed", a[start.x]]);
    ({ x, y } = start);
  }
  for (; x > 0; x -= 1) steps.push(["same", a[x - 1]]);
  return steps.reverse();
};

const joined = (steps) => {
  const runs = [];
  for (const [kind, word] of steps) {
    if (runs.at(-1)?.kind === kind) runs.at(-1).text += word;
    else runs.push({ kind, text: word });
  }
  return runs;
};

// Runs of {kind: "same", "removed" or "added", text}; null if they have too little in common.
const wordDifference = (before, after) => {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  const rounds = furthestPlaces(a, b);
  return rounds && joined(walkedBack(a, b, rounds));
};
