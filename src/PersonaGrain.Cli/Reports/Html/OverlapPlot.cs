using System.Globalization;

namespace PersonaGrain.Cli.Reports.Html;

/// <summary>Draws how segments overlap: of the members of each row, how many are in the segment of the column.</summary>
internal static class OverlapPlot
{
    private const int Side = 46;
    private const int LabelWidth = 190;
    private const int LongestLabel = 22;

    /// <summary>From so much colour on, dark text can not be read on it.</summary>
    private const double Strong = 0.55;

    internal static void Write(TextWriter output, IReadOnlyList<SegmentReport> reports)
    {
        var (width, height) = (LabelWidth + (Side * reports.Count), Side * (reports.Count + 1));
        output.WriteLine("<section><h2>Overlap</h2><p class=\"quiet\">Of the members of the row, so many of a hundred are in the segment of the column too.</p><div class=\"wide\">");
        output.WriteLine($"<svg class=\"heat\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"Overlap of segments\">");
        for (var row = 0; row < reports.Count; row++)
        {
            output.WriteLine($"<text x=\"{LabelWidth + (Side * row) + (Side / 2)}\" y=\"{(Side / 2) + 5}\" text-anchor=\"middle\">{row + 1}</text>");
            output.WriteLine($"<text x=\"0\" y=\"{(Side * (row + 1)) + (Side / 2) + 5}\">{row + 1} {HtmlReport.Text(Shortened(reports[row].Id))}</text>");
            for (var column = 0; column < reports.Count; column++)
            {
                Cell(output, reports, row, column);
            }
        }

        output.WriteLine("</svg></div></section>");
    }

    private static void Cell(TextWriter output, IReadOnlyList<SegmentReport> reports, int row, int column)
    {
        double? share = row != column ? reports[row].Overlaps.FirstOrDefault(overlap => overlap.Segment == reports[column].Id)?.Share : reports[row].Size > 0 ? 1 : null;
        var (x, y) = (LabelWidth + (Side * column), Side * (row + 1));
        var about = HtmlReport.Text($"{reports[row].Id}: {ReportWords.Percent(share)} are in {reports[column].Id} too");
        output.WriteLine(
            $"<rect x=\"{x + 1}\" y=\"{y + 1}\" width=\"{Side - 2}\" height=\"{Side - 2}\" fill-opacity=\"{(0.06 + (0.94 * (share ?? 0))).ToString("0.##", CultureInfo.InvariantCulture)}\"><title>{about}</title></rect>"
            + $"<text x=\"{x + (Side / 2)}\" y=\"{y + (Side / 2) + 5}\" text-anchor=\"middle\"{(share > Strong ? " class=\"strong\"" : string.Empty)}>{ReportWords.Number(100 * share)}</text>");
    }

    private static string Shortened(string name) => name.Length <= LongestLabel ? name : name[..(LongestLabel - 1)] + "…";
}
