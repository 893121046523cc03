using System.Globalization;

namespace PersonaGrain.Cli.Reports.Html;

/// <summary>Draws the index of characteristics as bars from 100 on, by their logarithm, each with its interval.</summary>
internal static class IndexPlot
{
    private const double Width = 200;
    private const double Margin = 4;

    internal static void Write(TextWriter output, string title, IReadOnlyList<ReportedEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var reach = Math.Max(Math.Log(2), entries.Where(static entry => entry.Index is not null).SelectMany(static entry => new[] { entry.Index!.Value, entry.Low!.Value, entry.High!.Value })
            .Where(static index => index > 0).Select(static index => Math.Abs(Math.Log(index / 100))).DefaultIfEmpty(0).Max());
        output.WriteLine($"<h3>{HtmlReport.Text(title)}</h3>");
        output.WriteLine(FormattableString.Invariant(
            $"<p class=\"quiet\">The line in the middle is 100, the left edge {100 / Math.Exp(reach):N0}, the right edge {100 * Math.Exp(reach):N0}; both sides by the logarithm.</p><ul class=\"rows\">"));
        foreach (var entry in entries)
        {
            output.WriteLine($"<li><span>{HtmlReport.Text(entry.Label)}</span>{Bar(entry, reach)}<span class=\"n\">{Numbers(entry)}</span></li>");
        }

        output.WriteLine("</ul>");
    }

    private static string Numbers(ReportedEntry entry) => entry.Index is null
        ? entry.IsFound ? $"<b>{entry.Finding}</b> ({ReportWords.Told(entry.N)})" : ReportWords.Told(entry.N)
        : $"<b>{ReportWords.Number(entry.Index)}</b> ({ReportWords.Interval(entry.Low, entry.High, ReportWords.Number)})";

    private static string Bar(ReportedEntry entry, double reach)
    {
        var about = HtmlReport.Text($"{entry.Label}: {(entry.Share is null ? $"{ReportWords.Told(entry.N)} members" : $"{ReportWords.Percent(entry.Share)} of them")}, {ReportWords.Percent(entry.ShareInAll)} of all");
        var start = $"<svg viewBox=\"0 0 {Text(Width)} 20\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{about}\"><title>{about}</title>"
            + $"<line class=\"axis\" x1=\"{Text(Width / 2)}\" x2=\"{Text(Width / 2)}\" y1=\"0\" y2=\"20\"/>";
        if (entry is not { Index: { } index, Low: { } low, High: { } high })
        {
            return start + "</svg>";
        }

        var (from, to) = (Math.Min(Place(index, reach), Width / 2), Math.Max(Place(index, reach), Width / 2));
        return start
            + $"<rect class=\"{(entry.IsFound ? entry.Finding : "none")}\" x=\"{Text(from)}\" width=\"{Text(to - from)}\" y=\"3\" height=\"14\"/>"
            + $"<line class=\"interval\" x1=\"{Text(Place(low, reach))}\" x2=\"{Text(Place(high, reach))}\" y1=\"10\" y2=\"10\"/></svg>";
    }

    private static double Place(double index, double reach) => (Width / 2) + (Math.Log(index / 100) / reach * ((Width / 2) - Margin));

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
