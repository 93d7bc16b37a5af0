// Inside the panel: a click or Enter on a box opens the line it came from; arrows walk from box to box.
(() => {
  const editor = acquireVsCodeApi();
  const boxes = [...document.querySelectorAll('[data-place]')];
  const open = (box) => editor.postMessage({ open: Number(box.dataset.place) });
  for (const box of boxes) {
    box.addEventListener('click', () => open(box));
    box.addEventListener('keydown', (event) => {
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      if (event.key === 'Enter' || event.key === ' ') open(box);
      else if (step) boxes[boxes.indexOf(box) + step]?.focus();
      else return;
      event.preventDefault();
    });
  }
})();
