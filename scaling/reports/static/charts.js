// The charts of an interactive report: each takes the place of its picture once it is drawn.
// Where a chart cannot be drawn, the picture stays.
(() => {
  "use strict";

  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const options = {
    actions: false, // the menu would link out
    renderer: "svg",
    logLevel: 1, // errors alone: what Vega-Lite remarks on is checked where charts are made
    tooltip: { theme: dark ? "dark" : "light" },
  };

  for (const holder of document.querySelectorAll("[data-spec]")) {
    const spec = JSON.parse(document.getElementById(holder.dataset.spec).textContent);
    const picture = holder.firstElementChild;
    const chart = document.createElement("div");
    vegaEmbed(chart, spec, options)
      .then(() => {
        // The words of the picture stay the words of the chart; its marks have none of their own.
        chart.setAttribute("role", "img");
        chart.setAttribute("aria-label", [...picture.querySelectorAll("title, desc")]
          .map((element) => element.textContent).join(". "));
        for (const drawn of chart.querySelectorAll("svg")) drawn.setAttribute("aria-hidden", "true");
        holder.replaceChildren(chart);
      })
      .catch(console.error);
  }
})();
