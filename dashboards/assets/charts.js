// Source of dist/charts.js, which `npm run build` bundles with ECharts.
// Draws every <script type="application/json" data-chart="kind"> into the
// element before it, and again when a part of the page has been loaded.
import * as echarts from "echarts/core";
import { LineChart, HeatmapChart } from "echarts/charts";
import { GridComponent, TooltipComponent, LegendComponent, VisualMapComponent, AriaComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

echarts.use([LineChart, HeatmapChart, GridComponent, TooltipComponent, LegendComponent, VisualMapComponent, AriaComponent, CanvasRenderer]);

const font = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const ink = "#55605b";
const axis = { axisLine: { lineStyle: { color: "#c9d1cd" } }, axisTick: { show: false }, axisLabel: { color: ink }, splitLine: { lineStyle: { color: "#e7ebe9" } } };
// richText: the content policy refuses style attributes in tooltips made of HTML.
const tooltip = { renderMode: "richText", confine: true, textStyle: { fontFamily: font } };

const kinds = {
  line: (d) => ({
    tooltip: { ...tooltip, trigger: "axis" },
    legend: { top: 0, textStyle: { color: ink } },
    grid: { left: 8, right: 16, top: 72, bottom: 26, containLabel: true },
    xAxis: { ...axis, type: "category", data: d.x, boundaryGap: false, name: d.along, nameLocation: "middle", nameGap: 28, nameTextStyle: { color: ink } },
    yAxis: { ...axis, type: "value", axisLine: { show: false }, name: d.up, nameLocation: "end", nameTextStyle: { color: ink, align: "left" } },
    series: d.series.map((s, i) => ({
      name: s.name, type: "line", data: s.data, symbol: "none",
      lineStyle: { width: i === 0 ? 2.5 : 1.5, type: i === 0 ? "solid" : "dashed", color: i === 0 ? "#0b6b53" : "#7a8580" },
      itemStyle: { color: i === 0 ? "#0b6b53" : "#7a8580" },
      areaStyle: i === 0 ? { color: "#0b6b53", opacity: 0.08 } : undefined,
    })),
  }),
  heatmap: (d) => ({
    tooltip: { ...tooltip, formatter: (p) => `${d.y[p.value[1]]} ${d.x[p.value[0]]}  ${p.value[2]} ${d.unit || ""}` },
    grid: { left: 8, right: 8, top: 8, bottom: 66, containLabel: true },
    xAxis: { ...axis, type: "category", data: d.x, splitArea: { show: false }, name: d.along, nameLocation: "middle", nameGap: 28, nameTextStyle: { color: ink } },
    yAxis: { ...axis, type: "category", data: d.y, inverse: true },
    visualMap: { min: 0, max: d.max || 1, orient: "horizontal", left: "center", bottom: 0, itemHeight: 120, text: [`${d.max || 1} ${d.unit || ""}`, "0"], textStyle: { color: ink }, inRange: { color: ["#f3f7f5", "#b8d8cc", "#5fa98f", "#0b6b53", "#063f31"] } },
    series: [{ type: "heatmap", data: d.data, itemStyle: { borderColor: "#fff", borderWidth: 1 } }],
  }),
};

function draw(root) {
  for (const block of root.querySelectorAll('script[type="application/json"][data-chart]')) {
    const box = block.previousElementSibling;
    const make = kinds[block.dataset.chart];
    if (!box || !make || box.dataset.drawn) continue;
    box.dataset.drawn = "1";
    box.hidden = false;
    const chart = echarts.init(box, null, { renderer: "canvas" });
    chart.setOption({ animation: false, textStyle: { fontFamily: font }, aria: { enabled: true }, ...make(JSON.parse(block.textContent)) });
    new ResizeObserver(() => chart.resize()).observe(box);
    const rest = block.nextElementSibling; // the table behind the picture
    if (rest && rest.tagName === "DETAILS") rest.open = false;
  }
}

document.addEventListener("linli:part", (e) => draw(e.target));
draw(document);
