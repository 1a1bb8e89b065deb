"""A chart that PowerPoint can edit: for how many plans each count holds."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Length, Pt

from qa.export.packing import repacked
from qa.export.pptx_layout import ACCENT, FONT, rgb
from qa.export.slides import Bars

_SERIES = "规划份数"
_SIZE = Pt(16)
#: Any day, always the same.
_THEN = datetime(2000, 1, 1)


def add_chart(shapes: Any, bars: Bars, box: tuple[Length, Length, Length, Length]) -> None:
    """Bars from 0 to the number of plans, each with its figure, on the shapes of a slide."""
    data: Any = CategoryChartData(number_format="0")  # type: ignore[no-untyped-call]
    data.categories = [count.name for count in bars.counts]
    data.add_series(_SERIES, [count.value for count in bars.counts])
    graphic = shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data)
    told = "，".join(f"{count.name}{count.value}份" for count in bars.counts)
    graphic._element.nvGraphicFramePr.cNvPr.set("descr", f"条形图：{bars.plans}份规划中，{told}。")
    _style(graphic.chart, bars.plans)
    graphic.chart.part.chart_workbook.update_from_xlsx_blob(_workbook(bars))


def _style(chart: Any, plans: int) -> None:
    chart.has_legend = chart.has_title = False
    chart.font.size, chart.font.name = _SIZE, FONT
    chart.font._element.find(qn("a:latin")).addnext(parse_xml(f'<a:ea {nsdecls("a")} typeface="{FONT}"/>'))
    axis, names, plot = chart.value_axis, chart.category_axis, chart.plots[0]
    axis.minimum_scale, axis.maximum_scale, axis.visible, axis.has_major_gridlines = 0, plans, False, False
    names.reverse_order = True
    names.format.line.fill.background()
    plot.gap_width, plot.has_data_labels = 60, True
    labels = plot.data_labels
    labels.font.size, labels.font.bold, labels.position = _SIZE, True, XL_LABEL_POSITION.OUTSIDE_END
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, f'0"／{plans}"', False
    fill = plot.series[0].format.fill
    fill.solid()
    fill.fore_color.rgb = rgb(ACCENT)


def _workbook(bars: Bars) -> bytes:
    """The figures behind the chart, as python-pptx lays them out, without the time of writing."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _THEN})
        sheet = book.add_worksheet()
        sheet.write_string(0, 1, _SERIES)
        for row, count in enumerate(bars.counts, 1):
            sheet.write_string(row, 0, count.name)
            sheet.write_number(row, 1, count.value)
    return repacked(out.getvalue())
