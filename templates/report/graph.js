// The drawings: arrow keys go along the lines, and what a task rests on and holds up stands out.
function enliven(network) {
  const nodes = new Map([...network.querySelectorAll(".node")].map((node) => [node.dataset.node, node]));
  const lines = [...network.querySelectorAll(".line")];
  const joined = { first: new Map(), last: new Map() };
  for (const line of lines) {
    for (const end of ["first", "last"]) {
      const number = line.dataset[end];
      if (!joined[end].has(number)) joined[end].set(number, []);
      joined[end].get(number).push(line);
    }
  }
  const other = { first: "last", last: "first" };

  // The lines on all ways out of a box that begin with one of their ends.
  function ways(number, end) {
    const found = new Set();
    const left = [number];
    while (left.length) {
      for (const line of joined[end].get(left.pop()) ?? []) {
        if (!found.has(line)) {
          found.add(line);
          left.push(line.dataset[other[end]]);
        }
      }
    }
    return found;
  }

  function trace(node) {
    untrace();
    const on = new Set([...ways(node.dataset.node, "first"), ...ways(node.dataset.node, "last")]);
    network.classList.add("traced");
    node.classList.add("on");
    for (const line of on) {
      line.classList.add("on");
      nodes.get(line.dataset.first).classList.add("on");
      nodes.get(line.dataset.last).classList.add("on");
    }
  }

  function untrace() {
    network.classList.remove("traced");
    for (const part of network.querySelectorAll(".on")) part.classList.remove("on");
  }

  // One box at a time is a stop of the Tab key.
  let stop = null;
  function settle(node) {
    stop?.setAttribute("tabindex", "-1");
    node.setAttribute("tabindex", "0");
    stop = node;
  }
  for (const node of nodes.values()) node.setAttribute("tabindex", "-1");
  if (nodes.size) settle(nodes.values().next().value);

  // Where the drawing begins in the middle of its height, there is nothing to see at the top.
  const canvas = network.closest(".canvas");
  const first = (network.querySelector(".node.critical") ?? stop)?.getBoundingClientRect();
  if (first) canvas.scrollTop += first.top - canvas.getBoundingClientRect().top - canvas.clientHeight / 2;

  const order = [...nodes.values()];
  const beside = {
    ArrowRight: (node) => nodes.get(joined.first.get(node.dataset.node)?.[0].dataset.last),
    ArrowLeft: (node) => nodes.get(joined.last.get(node.dataset.node)?.[0].dataset.first),
    ArrowDown: (node) => order[order.indexOf(node) + 1],
    ArrowUp: (node) => order[order.indexOf(node) - 1],
    Home: () => order[0],
    End: () => order.at(-1),
  };
  network.addEventListener("keydown", (event) => {
    const node = event.target.closest(".node");
    const next = node && beside[event.key]?.(node);
    if (!next) return;
    event.preventDefault();
    settle(next);
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  network.addEventListener("focusin", (event) => {
    const node = event.target.closest(".node");
    if (!node) return;
    settle(node);
    trace(node);
  });
  network.addEventListener("focusout", untrace);
  network.addEventListener("pointerover", (event) => {
    const node = event.target.closest(".node");
    if (node) trace(node);
    else untrace();
  });
  network.addEventListener("pointerleave", untrace);
}

// A large drawing is made when somebody comes near it.
function draw(late) {
  const frame = document.createElement("template");
  frame.innerHTML = late.textContent;
  const chart = late.parentElement;
  late.replaceWith(frame.content);
  for (const network of chart.querySelectorAll(".network")) enliven(network);
  dimNodes();
}

for (const network of document.querySelectorAll(".network")) enliven(network);
const near = new IntersectionObserver(
  (seen) => {
    for (const { isIntersecting, target } of seen) {
      const late = isIntersecting && target.querySelector(":scope > noscript.late");
      if (late) draw(late);
    }
  },
  { rootMargin: "200px" },
);
for (const late of document.querySelectorAll("noscript.late")) near.observe(late.parentElement);
applyFilters();
openTarget();
