using System.Net;

namespace PersonaGrain.Cli.Reports.Html;

/// <summary>Writes what is special about segments as one HTML file: no script, and nothing that it loads.</summary>
internal static class HtmlReport
{
    private const int Told = 20;

    internal static void Write(TextWriter output, IReadOnlyList<SegmentReport> reports)
    {
        output.WriteLine($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>What is special about the segments</title>
            <style>
            {HtmlStyle.Css}
            </style>
            </head>
            <body>
            <h1>What is special about the segments</h1>
            <p>{Text(ReportWords.Source(reports))}.</p>
            <p class="quiet">{Text(ReportWords.Legend)}</p>
            """);
        WriteSizes(output, reports);
        if (reports.Count > 1)
        {
            OverlapPlot.Write(output, reports);
        }

        for (var place = 0; place < reports.Count; place++)
        {
            Write(output, reports[place], place);
        }

        output.WriteLine("</body>\n</html>");
    }

    /// <summary>A text that means nothing to HTML.</summary>
    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void WriteSizes(TextWriter output, IReadOnlyList<SegmentReport> reports)
    {
        output.WriteLine("<section><h2>Sizes</h2><div class=\"wide\"><table><tr><th>segment</th><th class=\"n\">members</th><th class=\"n\">of all</th><th class=\"n\">entered</th><th class=\"n\">left</th></tr>");
        for (var place = 0; place < reports.Count; place++)
        {
            var report = reports[place];
            output.WriteLine(
                $"<tr><td><a href=\"#s{place}\">{Text(report.Id)}</a></td><td class=\"n\">{ReportWords.Whole(report.Size)}</td><td class=\"n\">{ReportWords.Percent(report.Share)}</td>"
                + $"<td class=\"n\">{ReportWords.Whole(report.Entered)}</td><td class=\"n\">{ReportWords.Whole(report.Exited)}</td></tr>");
        }

        output.WriteLine("</table></div></section>");
    }

    private static void Write(TextWriter output, SegmentReport report, int place)
    {
        output.WriteLine($"<section id=\"s{place}\"><h2>{Text(report.Id)}</h2>");
        output.WriteLine($"<p>{(report.Description is { } description ? Text(description.TrimEnd('.')) + ". " : string.Empty)}{ReportWords.Whole(report.Size)} members, {ReportWords.Percent(report.Share)} of {report.Of}.</p>");
        if (report.Approach is { } approach)
        {
            output.WriteLine($"<p>{Text(approach)}</p>");
        }

        IndexPlot.Write(output, "Who they are", report.Demographics);
        IndexPlot.Write(output, "What they have more or less often", [.. report.Index.Where(static entry => entry.IsFound).Take(Told)]);
        WriteScores(output, report);
        FlowPlot.Write(output, report.Flow);
        WriteTable(output, report);
        output.WriteLine("</section>");
    }

    private static void WriteScores(TextWriter output, SegmentReport report)
    {
        if (report.Scores.Count == 0)
        {
            return;
        }

        output.WriteLine("<h3>Mean scores</h3><div class=\"wide\"><table><tr><th>score</th><th class=\"n\">of them</th><th class=\"n\">95 %</th><th class=\"n\">of all</th></tr>");
        foreach (var score in report.Scores)
        {
            output.WriteLine(
                $"<tr><td>{Text(score.Name)}</td><td class=\"n\">{ReportWords.Tenths(score.Mean)}</td>"
                + $"<td class=\"n\">{ReportWords.Interval(score.Low, score.High, ReportWords.Tenths)}</td><td class=\"n\">{ReportWords.Tenths(score.MeanInAll)}</td></tr>");
        }

        output.WriteLine("</table></div>");
    }

    private static void WriteTable(TextWriter output, SegmentReport report)
    {
        output.WriteLine(
            $"<details><summary>All that is told, of {ReportWords.Whole(report.Tested)} comparisons</summary><div class=\"wide\"><table><tr><th>characteristic</th><th class=\"n\">members</th>"
            + "<th class=\"n\">of them</th><th class=\"n\">of all</th><th class=\"n\">index</th><th class=\"n\">95 %</th><th>finding</th></tr>");
        foreach (var entry in report.Index)
        {
            output.WriteLine(
                $"<tr><td>{Text(entry.Label)}</td><td class=\"n\">{ReportWords.Told(entry.N)}</td><td class=\"n\">{ReportWords.Percent(entry.Share)}</td><td class=\"n\">{ReportWords.Percent(entry.ShareInAll)}</td>"
                + $"<td class=\"n\">{ReportWords.Number(entry.Index)}</td><td class=\"n\">{ReportWords.Interval(entry.Low, entry.High, ReportWords.Number)}</td><td>{Text(entry.Finding.Replace('_', ' '))}</td></tr>");
        }

        output.WriteLine("</table></div></details>");
    }
}
